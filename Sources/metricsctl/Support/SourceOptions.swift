import ArgumentParser
import Reports

/// Which source is meant; `collect` and the queries share these flags.
struct SourceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The source's name.", valueName: "name"))
    var source: String?

    @Option(help: ArgumentHelp("The histogram's name in Prometheus.", valueName: "name"))
    var metricName: String?

    var parameters: QueryParameters { QueryParameters(source: source, metricName: metricName) }
}
