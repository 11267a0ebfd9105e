import ArgumentParser
import Latency
import Questions

/// `metricsctl models`
struct ModelsCommand: QuestionCommand {
    static let configuration = CommandConfiguration(
        commandName: ModelsQuestion.name,
        abstract: "Show every model with all that is measured of it: requests, errors, latencies, tokens.",
        examples: [
            "metricsctl models", "metricsctl models --by region", "metricsctl models --merge-sources --period today",
        ]
    )
    .alone

    @OptionGroup var measure: MeasureOption
    @OptionGroup var subject: SubjectOptions
    @OptionGroup var labels: LabelOptions

    @Flag(help: "Show one entry a model, whichever sources it is of.")
    var mergeSources = false

    @OptionGroup var range: RangeOptions
    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var format: FormatOptions

    @Option(help: ArgumentHelp("Answer as of that moment, such as 2025-10-17T14:30:00+09:00.", valueName: "time"))
    var at: String?

    func query(in context: Context) throws -> Query<ModelsQuestion> {
        var parameters = QueryParameters(at: TimeArgument.spelledOut(at, in: context))
        measure.add(to: &parameters)
        subject.add(to: &parameters)
        labels.add(to: &parameters)
        if mergeSources { parameters["merge_sources"] = "" }
        range.add(to: &parameters)
        return Query<ModelsQuestion>(parameters, archive, format)
    }
}
