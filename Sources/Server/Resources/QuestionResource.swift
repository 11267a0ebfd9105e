import Questions
import Rendering

extension Resource {
    /// The routes of the catalogue.
    static let questions = QuestionCatalogue.tabular.compactMap { question($0) }

    /// An answer as JSON or CSV: the same bytes as its command prints. nil: it is for the command line alone.
    private static func question<Asked: TabularQuestion>(_ question: Asked.Type) -> Resource? {
        guard let route = Asked.route else { return nil }
        return Resource(
            route.path, parameters: route.parameters, repeatable: route.repeatable,
            keeping: route.isKept ? .untilNewData : .never, reads: route.reads
        ) { visit in
            let format = try visit.format()
            let answer = try Asked(visit.parameters, in: visit.context).answer(from: visit.archive)
            let renderer = Renderer(format: format, zone: visit.settings.zone, terminal: .none)
            return Content(
                status: answer.isFresh ? 200 : 503, type: format == .csv ? Content.csv : Content.json,
                warnings: format == .csv ? answer.warnings : []
            ) { body in renderer.write(answer, to: question) { body.add($0) } }
        }
    }
}

extension RequestContext {
    fileprivate func format() throws(RequestError) -> OutputFormat {
        guard let text = self["format"] else { return .json }
        guard let format = OutputFormat(rawValue: text), format == .json || format == .csv else {
            throw .badFormat(text)
        }
        return format
    }
}

extension Content {
    fileprivate static let csv = "text/csv; charset=utf-8; header=present"
}
