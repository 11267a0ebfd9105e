import ArgumentParser
import Latency
import Questions

extension Name: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// Which source is meant; `collect` and the queries share these flags.
struct SourceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The source's name. Default: \(Defaults.sourceName); for questions all, or the only one where they are of one.",
            valueName: "name"))
    var source: Name?

    @Option(
        help: ArgumentHelp(
            "The histogram's name in Prometheus. Default: \(Defaults.metric); for questions the first collected.",
            valueName: "name"))
    var metricName: Name?

    var parameters: QueryParameters { QueryParameters(source: source, metricName: metricName) }
}
