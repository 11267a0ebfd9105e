import ArgumentParser
import Latency
import Questions

/// `metricsctl models`
struct ModelsCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: ModelsQuestion.name,
        abstract: "Show every model with all that is measured of it: requests, errors, latencies, tokens.",
        examples: ["metricsctl models", "metricsctl models --merge-sources --period today"])

    @Option(help: ArgumentHelp("Only this source; may be repeated. Default: all.", valueName: "name"))
    var source: [Name] = []

    @Option(help: ArgumentHelp("Only what was collected by this metric.", valueName: "name"))
    var metricName: Name?

    @Option(
        help: ArgumentHelp(
            "Only this model, or those whose names fit a pattern such as 'gpt-4*'; '' is the one without a name; may be "
                + "repeated. Default: all.", valueName: "name"))
    var model: [Name] = []

    @Flag(help: "Show one entry a model, whichever sources it is of.")
    var mergeSources = false

    @OptionGroup var range: RangeOptions
    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var format: FormatOptions

    @Option(help: ArgumentHelp("Answer as of that moment, such as 2025-10-17T14:30:00+09:00.", valueName: "time"))
    var at: String?

    func run(in context: Context) throws {
        var parameters = QueryParameters(at: TimeArgument.spelledOut(at, in: context))
        parameters.set("source", source)
        parameters.metricName = metricName
        if mergeSources { parameters["merge_sources"] = "" }
        parameters.set("model_name", model)
        range.add(to: &parameters)
        try Query<ModelsQuestion>(
            parameters: parameters, db: archive.db, config: archive.config, format: format.choice
        ).run(in: context)
    }
}
