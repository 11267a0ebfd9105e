import ArgumentParser
import Latency
import Questions

/// `metricsctl compare`
struct CompareCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: CompareQuestion.name, abstract: "Tell whether models got slower, or that it can't be told.",
        examples: [
            "metricsctl compare", "metricsctl compare --since 2026-11-20 --model gpt-4",
            "metricsctl compare --against last-week --measure ttft",
            "metricsctl compare --source eu --with-source us",
        ],
        discussion: """
            Compares the last 24 whole hours with the same hours of the 28 days before. A verdict is wrong by chance in at \
            most 1 of 100 comparisons; where less is known it is cannot_tell, with what would be needed.
            """)

    @Option(
        help: ArgumentHelp("baseline (the 28 days before) or last-week (the 7 days before).", valueName: "what"))
    var against: String?

    @Option(
        help: ArgumentHelp(
            "What came since then, with stretches as long before it: 7d, 2026-11-20, or a time.", valueName: "time"))
    var since: String?

    @Option(
        name: .customLong("with"),
        help: ArgumentHelp(
            "Tell beside it what this model did at the same time. Default: the other models together.",
            valueName: "model"))
    var control: Name?

    @Option(help: ArgumentHelp("Tell beside it what happened in this source at the same time.", valueName: "name"))
    var withSource: Name?

    @Option(
        help: ArgumentHelp(
            "Tell beside it what had this value of a label at the same time, such as region=us; may be repeated.",
            valueName: "label=value"))
    var withWhere: [Name] = []

    @OptionGroup var options: QuestionOptions

    func query(in context: Context) throws -> Query<CompareQuestion> {
        var parameters = options.parameters(in: context)
        parameters["against"] = against
        parameters["since"] = TimeArgument.spelledOut(since, in: context)
        parameters.set("with", control.map { [$0] } ?? [])
        parameters.set("with_source", withSource.map { [$0] } ?? [])
        parameters.set("with_where", withWhere)
        return Query<CompareQuestion>(parameters, options)
    }
}
