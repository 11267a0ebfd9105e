import Rendering
import Reports

extension Resource {
    /// A report as JSON: the same bytes as its command prints. nil: it is for the command line alone.
    static func question(_ question: Question) -> Resource? {
        guard let path = question.path else { return nil }
        return Resource(
            path + "/", parameters: parameters(of: question),
            keeping: question == .health ? .never : .untilNewData, reads: question == .history ? .years : .newest
        ) { visit in
            let answer = try visit.answer(question)
            var isFresh = true
            if case .health(let health) = answer.answer { isFresh = health.overall.status.isFresh }
            let json = JSONRendering(zone: visit.settings.zone, indented: false)
            return Content(status: isFresh ? 200 : 503, type: Content.json) { body in
                json.write(answer) { body.add($0) }
            }
        }
    }

    /// Those that the answer depends on: any other would make one more answer to keep.
    private static func parameters(of question: Question) -> Set<String> {
        switch question {
        case .history: ["source", "metric_name", "model_name", "at", "hours", "step"]
        case .p95, .all: ["source", "metric_name", "model_name", "at"]
        case .health, .runs: ["source", "metric_name", "at"]
        }
    }
}
