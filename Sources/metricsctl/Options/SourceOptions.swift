import ArgumentParser
import Latency
import Questions

extension Name: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// Which source is meant; `collect` and the queries share these flags.
struct SourceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The source's name.", valueName: "name"))
    var source: Name?

    @Option(help: ArgumentHelp("The histogram's name in Prometheus.", valueName: "name"))
    var metricName: Name?

    var parameters: QueryParameters { QueryParameters(source: source, metricName: metricName) }
}
