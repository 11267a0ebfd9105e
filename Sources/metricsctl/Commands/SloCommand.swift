import ArgumentParser
import Latency
import Questions

/// `metricsctl slo`
struct SloCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: SloQuestion.name,
        abstract: "Tell whether objectives were kept: met, not met, or cannot tell and why.",
        discussion: "The flags are in metricsctl help slo show; the word show may be left out.",
        subcommands: [SloShow.self, SloSuggest.self], defaultSubcommand: SloShow.self)
}

/// `metricsctl slo show`, or without that word.
struct SloShow: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Tell whether objectives were kept: met, not met, or cannot tell and why.",
        examples: [
            "metricsctl slo show", "metricsctl slo --objective chat --past 12",
            "metricsctl slo --objective chat --by source",
            "metricsctl slo --measure ttft --below 2s --target 99% --period last-month",
        ],
        discussion: """
            Without --below and --target it is about the objectives of the configuration. The shares are exact where the \
            limit is a bound of the histogram's buckets, else they lie between two numbers.
            """)

    @Option(help: ArgumentHelp("Only this objective; may be repeated.", valueName: "name"))
    var objective: [Name] = []

    @Option(help: ArgumentHelp("The limit of latencies, such as 500ms or 2s.", valueName: "time"))
    var below: String?

    @Option(help: ArgumentHelp("The share of requests that must be at or below it, such as 99%.", valueName: "share"))
    var target: String?

    @Option(help: ArgumentHelp("So many periods before the one at hand, too.", valueName: "number"))
    var past: String?

    @Option(help: ArgumentHelp("What is asked about, such as e2e or ttft. Default: e2e.", valueName: "measure"))
    var measure: Name?

    @OptionGroup var subject: SubjectOptions

    @OptionGroup var labels: LabelOptions
    @OptionGroup var range: RangeOptions
    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var format: FormatOptions

    @Option(help: ArgumentHelp("Answer as of that moment, such as 2025-10-17T14:30:00+09:00.", valueName: "time"))
    var at: String?

    func query(in context: Context) throws -> Query<SloQuestion> {
        var parameters = QueryParameters(at: TimeArgument.spelledOut(at, in: context))
        for (name, values) in [("objective", objective), ("measure", measure.map { [$0] } ?? [])] {
            parameters.set(name, values)
        }
        subject.add(to: &parameters)
        labels.add(to: &parameters)
        for (name, value) in [("below", below), ("target", target), ("past", past)] { parameters[name] = value }
        range.add(to: &parameters)
        return Query<SloQuestion>(parameters, archive, format)
    }
}
