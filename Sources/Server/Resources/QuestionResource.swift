import Questions
import Rendering

extension Resource {
    /// A report as JSON or CSV: the same bytes as its command prints. nil: it is for the command line alone.
    static func question(_ question: Question) -> Resource? {
        guard let path = question.path else { return nil }
        return Resource(
            path + "/", parameters: question.parameters, keeping: question == .health ? .never : .untilNewData,
            reads: question == .history ? .years : .newest
        ) { visit in
            let format = try visit.format()
            let answer = try visit.answer(question)
            var isFresh = true
            if case .health(let health) = answer { isFresh = health.overall.status.isFresh }
            let renderer = Renderer(format: format, zone: visit.settings.zone, terminal: .none)
            return Content(status: isFresh ? 200 : 503, type: format == .csv ? Content.csv : Content.json) { body in
                renderer.write(answer) { body.add($0) }
            }
        }
    }
}

extension Question {
    /// The query parameters that it has over HTTP: those that the answer depends on, as any other would make one more
    /// answer to keep.
    fileprivate var parameters: Set<String> {
        let common: Set = ["source", "metric_name", "at", "format"]
        return switch self {
        case .p95, .all: common.union(["model_name"])
        case .history: common.union(["model_name", "hours", "step"])
        case .health, .runs: common
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
