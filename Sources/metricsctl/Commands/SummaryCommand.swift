import ArgumentParser
import Latency
import Questions

/// `metricsctl summary`
struct SummaryCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: SummaryQuestion.name,
        abstract: "Show all requests of a stretch of time: percentiles, shares below limits, errors, coverage.",
        examples: [
            "metricsctl summary --period last-month --below 2s --below 5s",
            "metricsctl summary --measure ttft --by source --hours 7d --format csv",
        ])

    @OptionGroup var range: RangeOptions

    @Option(
        help: ArgumentHelp(
            "Tell the share of requests that took at most so long, such as 500ms or 2s; may be repeated.",
            valueName: "time"))
    var below: [Name] = []

    @OptionGroup var options: QuestionOptions

    func query(in context: Context) throws -> Query<SummaryQuestion> {
        var parameters = options.parameters(in: context)
        range.add(to: &parameters)
        parameters.set("below", below)
        return Query<SummaryQuestion>(parameters, options)
    }
}
