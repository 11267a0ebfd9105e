import ArgumentParser
import Questions

/// What all queries share.
struct QueryOptions: ParsableArguments {
    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var source: StoredSourceOptions
    @OptionGroup var measure: MeasureOption
    @OptionGroup var format: FormatOptions

    @Option(help: ArgumentHelp("Answer as of that moment, such as 2025-10-17T14:30:00+09:00.", valueName: "time"))
    var at: String?

    /// The parameters that all queries have; a command adds its own.
    func parameters(in context: Context) -> QueryParameters {
        var parameters = QueryParameters(
            source: source.source, metricName: source.metricName, at: TimeArgument.spelledOut(at, in: context))
        measure.add(to: &parameters)
        return parameters
    }
}
