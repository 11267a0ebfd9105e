import Rendering
import Reports

extension Resource {
    /// A report as JSON: the same bytes as its command prints. nil: it is for the command line alone.
    static func question(_ question: Question) -> Resource? {
        guard let path = question.path else { return nil }
        return Resource(
            path + "/", parameters: QueryString.reportParameters,
            keeping: question == .health ? .never : .untilNewData, isQuick: question != .history
        ) { visit in
            let answer = try visit.answer(question)
            var isFresh = true
            if case .health(let health) = answer.answer { isFresh = health.overall.status.isFresh }
            let json = JSONRendering(zone: visit.settings.zone, indented: false)
            return Content(status: isFresh ? 200 : 503, type: Content.json, text: json.text(of: answer))
        }
    }
}
