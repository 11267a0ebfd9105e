import Foundation
import TestSupport
import Testing

/// README and the reference name what the program says about itself in its help, so that neither can leave the other behind.
@Suite struct ReadmeTests {
    @Test("README names every command that the help lists")
    func everyCommand() throws {
        let readme = try readme()
        let commands = try commands()
        #expect(commands.contains("collect"))
        for command in commands {
            #expect(readme.contains("| `metricsctl \(command)` |"), "no row for \(command) in README's commands")
        }
    }

    @Test("README is the front door: at most 250 lines")
    func short() throws {
        #expect(try readme().split(separator: "\n", omittingEmptySubsequences: false).count <= 251)
    }

    @Test("the reference has a section for every command, with the flags that the command takes and no others")
    func everyFlag() throws {
        let sections = try referenceSections()
        let commands = try commands()
        #expect(Set(sections.keys) == Set(commands))
        for command in commands {
            let flags = Set(try flags(of: command))
            #expect(flags.contains("--help"), "the help of \(command) was not understood")
            #expect(
                sections[command] == flags.subtracting(["--help", "--version"]),
                "Reference.md on \(command); scripts/reference writes it anew")
        }
    }

    @Test("the help of every command begins with examples of its use")
    func examples() throws {
        for command in try [[]] + commands().map({ $0.split(separator: " ").map(String.init) }) {
            let help = try Program.metricsctl().run(command + ["--help"]).stdout
            let start = try #require(help.components(separatedBy: "\nUSAGE: ").first)
            let name = (["metricsctl"] + command).joined(separator: " ")
            #expect(start.contains("\nEXAMPLES:\n  \(name)"), "\(name)")
            let rest = start.components(separatedBy: "\nEXAMPLES:\n").last ?? ""
            let lines = (rest.components(separatedBy: "\n\n").first ?? "").split(separator: "\n")
            // What a shell takes for one line, and nothing else, goes on with a further indent.
            #expect(
                lines.allSatisfy { $0.hasPrefix("  ") && $0.count <= 80 } && lines.last?.hasSuffix("\\") == false
                    && zip(lines, lines.dropFirst()).allSatisfy { $0.hasSuffix(" \\") == $1.hasPrefix("    ") },
                "\(name)")
        }
    }

    /// The flags in the rows of each section `## metricsctl COMMAND` of the reference.
    private func referenceSections() throws -> [String: Set<String>] {
        let page = try Checkout.text("Sources/Documentation/Reference.md")
        let sections = page.components(separatedBy: "\n## metricsctl ").dropFirst()
        return Dictionary(
            uniqueKeysWithValues: sections.map { section in
                let lines = section.split(separator: "\n")
                let rows = lines.filter { $0.hasPrefix("| `--") }
                return (
                    String(lines[0]), Set(rows.flatMap { Self.flags(in: $0.split(separator: "`")[1]) })
                )
            })
    }

    private func readme() throws -> String {
        try Checkout.text("README.md")
    }

    /// What can be run: `collect`, and of a command that has commands of its own those, as `archive stat`.
    private func commands() throws -> [String] {
        try subcommands(of: []).flatMap { command in
            let inner = try subcommands(of: [command])
            return inner.isEmpty ? [command] : inner.map { "\(command) \($0)" }
        }
    }

    /// The first word of each line under SUBCOMMANDS; descriptions that go over a line are indented further.
    private func subcommands(of command: [String]) throws -> [String] {
        let help = try Program.metricsctl().run(command + ["--help"]).stdout
        let parts = help.components(separatedBy: "SUBCOMMANDS:\n")
        guard parts.count > 1 else { return [] }
        return parts[1].split(separator: "\n").compactMap { line in
            line.wholeMatch(of: #/  ([a-z0-9-]+)( .*)?/#).map { String($0.1) }
        }
    }

    private func flags(of command: String) throws -> [String] {
        let words = command.split(separator: " ").map(String.init)
        let help = try Program.metricsctl().run(words + ["--help"]).stdout
        // Examples above it may show options of other commands.
        return Self.flags(in: help.components(separatedBy: "\nUSAGE:").last ?? "")
    }

    private static func flags(in text: some StringProtocol) -> [String] {
        String(text).matches(of: /--[a-z][a-z0-9-]*/).map { String($0.output) }
    }
}
