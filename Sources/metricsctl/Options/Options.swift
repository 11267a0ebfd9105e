import ArgumentParser
import FoundationEssentials
import Support

/// The options of a command, from the description that ArgumentParser gives of it.
struct Options {
    /// With their dashes; flags are among them.
    let all: Set<String>
    /// Those that take one value.
    let single: Set<String>

    init(of command: any ParsableCommand.Type) {
        let tool = try? JSONDecoder().decode(Subprocess.self, from: Data(command._dumpHelp().utf8))
        let arguments = tool?.command.arguments ?? []
        all = Set(arguments.flatMap(\.longNames))
        single = Set(arguments.filter { $0.kind == "option" && !$0.isRepeating }.flatMap(\.longNames))
    }

    private struct Subprocess: Decodable { let command: Command }
    private struct Command: Decodable { let arguments: [Argument]? }
    private struct Argument: Decodable {
        let kind: String
        let isRepeating: Bool
        let names: [Name]?

        var longNames: [String] { (names ?? []).filter { $0.kind == "long" }.map { "--\($0.name)" } }
    }
    private struct Name: Decodable {
        let kind: String
        let name: String
    }
}
