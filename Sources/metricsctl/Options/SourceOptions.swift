import ArgumentParser
import Latency
import Questions

extension Name: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// Which source is meant by `collect` and what prepares it.
struct SourceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The source's name. Default: \(Defaults.sourceName).", valueName: "name"))
    var source: Name?

    @Option(
        help: ArgumentHelp("The histogram's name in Prometheus. Default: \(Defaults.metric).", valueName: "name"))
    var metricName: Name?
}

/// Which of the archive's sources is meant.
struct StoredSourceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only this source. Default: all; where an answer is of one source, the only one or the configuration's default_source.",
            valueName: "name"))
    var source: Name?

    @Option(
        help: ArgumentHelp(
            "Only what was collected by this metric. Default: all; where an answer is of one metric, the first collected.",
            valueName: "name"))
    var metricName: Name?

    var parameters: QueryParameters { QueryParameters(source: source, metricName: metricName) }
}
