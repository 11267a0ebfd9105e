import ArgumentParser
import Rendering

extension OutputFormat: ExpressibleByArgument {
    /// Those that every question has: a plot is history's alone.
    public static var allValueStrings: [String] { allCases.filter { $0 != .plot }.map(\.rawValue) }
}

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

    func renderer(in context: Context) -> Renderer { Self.renderer(of: choice, in: context) }

    static func renderer(of choice: OutputFormat?, in context: Context) -> Renderer {
        let terminal = context.terminal
        let usual: OutputFormat = terminal.isTerminal ? .table : .json
        return Renderer(format: choice ?? usual, zone: context.zone, terminal: terminal)
    }
}
