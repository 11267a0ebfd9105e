import Archive
import Latency

extension CompareQuestion {
    /// A model's last 24 hours beside those of last week, as its page has it: of the source and the measure that are shown. nil where
    /// these are no latencies, or nothing was collected.
    package static func lastWeek(
        of page: ModelAnswer, at time: String?, in context: QuestionContext, from archive: Archive?
    ) throws -> CompareAnswer.Entry? {
        guard let source = page.source, page.kind == .histogram, !page.isUnknown else { return nil }
        let model = Name(ShellPattern.literal(page.status.model.text))
        var parameters = QueryParameters(source: source.name, metricName: source.metric, model: model, at: time)
        parameters["against"] = CompareRequest.Against.lastWeek.rawValue
        do {
            return try CompareQuestion(parameters, in: context, hasControl: false).answer(from: archive).entries.first
        } catch RequestError.noPercentiles {
            return nil
        }
    }
}
