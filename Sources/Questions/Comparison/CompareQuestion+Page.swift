import Archive
import Latency

extension CompareQuestion {
    /// A model's last 24 hours beside those of last week, as its page has it: of the source, the measure and the label values that are
    /// shown. nil where these are no latencies, or nothing was collected.
    ///
    /// - Parameter asked: the parameters of the page.
    package static func lastWeek(
        of page: ModelAnswer, _ asked: QueryParameters, in context: QuestionContext, from archive: Archive?
    ) throws -> CompareAnswer.Entry? {
        guard let source = page.source, page.kind == .histogram, !page.isUnknown else { return nil }
        let model = Name(ShellPattern.literal(page.status.model.text))
        var parameters = QueryParameters(source: source.name, metricName: source.metric, model: model, at: asked.at)
        parameters.set("where", asked.all("where"))
        parameters["against"] = CompareRequest.Against.lastWeek.rawValue
        do {
            return try CompareQuestion(parameters, in: context, hasControl: false).answer(from: archive).entries.first
        } catch RequestError.noPercentiles {
            return nil
        }
    }
}
