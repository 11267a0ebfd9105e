import Foundation
import TestSupport
import Testing

/// README names what the program says about itself in its help, so that neither can leave the other behind.
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

    @Test("README has every flag of every command, in a row that names the command")
    func everyFlag() throws {
        let rows = try flagRows()
        for command in try commands() {
            let flags = try flags(of: command)
            #expect(flags.contains("--help"), "the help of \(command) was not understood")
            for flag in flags {
                let told = rows.contains { $0.flags.contains(flag) && $0.covers(command) }
                #expect(told, "README does not say that \(command) takes \(flag)")
            }
        }
    }

    @Test("README has no flag that no command knows")
    func noOtherFlag() throws {
        let known = try Set(commands().flatMap(flags(of:)))
        for flag in try flagRows().flatMap(\.flags) {
            #expect(known.contains(flag), "README explains \(flag), which no command takes")
        }
    }

    @Test("the help of every command begins with examples of its use")
    func examples() throws {
        for command in try [[]] + commands().map({ $0.split(separator: " ").map(String.init) }) {
            let help = try Program.metricsctl().run(command + ["--help"]).stdout
            let start = try #require(help.components(separatedBy: "\nUSAGE: ").first)
            let name = (["metricsctl"] + command).joined(separator: " ")
            #expect(start.contains("\nEXAMPLES:\n  \(name)"), "\(name)")
        }
    }

    /// A row of README's table of flags: `| flag | of which commands | meaning | default |`.
    private struct FlagRow {
        let flags: [String]
        let commands: String

        /// "all", "all but serve", or the names themselves; `archive` is all of its commands.
        func covers(_ command: String) -> Bool {
            let sides = self.commands.components(separatedBy: " but ")
            let names = sides[sides.count - 1].components(separatedBy: ", ")
            let isNamed = names.contains(command) || names.contains { command.hasPrefix($0 + " ") }
            return sides[0] == "all" ? sides.count == 1 || !isNamed : isNamed
        }
    }

    private func flagRows() throws -> [FlagRow] {
        try readme().split(separator: "\n").filter { $0.hasPrefix("| `--") }.map { line in
            let cells = line.replacing("\\|", with: "/").split(separator: "|", omittingEmptySubsequences: false)
            return FlagRow(
                flags: Self.flags(in: cells[1]), commands: cells[2].trimmingCharacters(in: .whitespaces))
        }
    }

    private func readme() throws -> String {
        try String(contentsOf: Checkout.root.appending(path: "README.md"), encoding: .utf8)
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
