import ArgumentParser
import Rendering
import Reports

extension OutputFormat: ExpressibleByArgument {}

/// What all queries share.
struct QueryOptions: ParsableArguments {
    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var source: SourceOptions

    @Option(
        help: ArgumentHelp("The form of the answer. Default: table on a terminal, else json.", valueName: "format"))
    var format: OutputFormat?

    @Flag(help: "The same as --format json.")
    var json = false

    @Option(help: ArgumentHelp("Answer as of that moment, such as 2025-10-17T14:30:00+09:00.", valueName: "time"))
    var at: String?

    func validate() throws {
        if json, let format, format != .json {
            throw ValidationError("--json contradicts --format \(format.rawValue)")
        }
    }

    /// The parameters that all queries have; a command adds its own.
    var parameters: QueryParameters {
        QueryParameters(source: source.source, metricName: source.metricName, at: at)
    }

    var renderer: Renderer {
        let terminal = Surroundings.terminal
        let usual: OutputFormat = terminal.isTerminal ? .table : .json
        return Renderer(format: json ? .json : format ?? usual, zone: Surroundings.zone, terminal: terminal)
    }
}
