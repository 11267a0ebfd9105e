import ArgumentParser
import Rendering

extension OutputFormat: ExpressibleByArgument {}

/// In what form an answer is printed.
struct FormatOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The form of the answer. Default: table on a terminal, else json.", valueName: "format"))
    var format: OutputFormat?

    @Flag(help: "The same as --format json.")
    var json = false

    func validate() throws {
        if json, let format, format != .json {
            throw ValidationError("--json and --format \(format.rawValue) cannot be combined")
        }
    }

    /// What was asked for, if anything was.
    var choice: OutputFormat? { json ? .json : format }

    var renderer: Renderer { Self.renderer(of: choice) }

    static func renderer(of choice: OutputFormat?) -> Renderer {
        let terminal = ProcessEnvironment.terminal
        let usual: OutputFormat = terminal.isTerminal ? .table : .json
        return Renderer(format: choice ?? usual, zone: ProcessEnvironment.zone, terminal: terminal)
    }
}
