import ArgumentParser
import Questions

/// `metricsctl history`
struct HistoryCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: HistoryQuestion.name, abstract: "Show percentiles over time, from merged histograms.",
        examples: [
            "metricsctl history --hours 24 --model gpt-4 --format plot",
            "metricsctl history --hours 720 --step 1d --format csv > month.csv",
        ],
        discussion: "On a terminal --format plot draws it."
    )
    .alone

    @OptionGroup var range: RangeOptions

    @Option(
        help: ArgumentHelp(
            "The length of a step: 5m, 10m, 15m, 30m, 1h, 2h, 3h, 6h, 12h, 1d or 7d. Default: one that gives at most "
                + "1,000 points a model.", valueName: "step"))
    var step: String?

    @OptionGroup var options: QuestionOptions

    func query(in context: Context) throws -> Query<HistoryQuestion> {
        var parameters = options.parameters(in: context)
        range.add(to: &parameters)
        parameters.step = step
        return Query<HistoryQuestion>(parameters, options)
    }
}
