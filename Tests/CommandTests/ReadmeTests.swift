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
                let row = rows.first { $0.flags.contains(flag) }
                #expect(row?.covers(command) == true, "README does not say that \(command) takes \(flag)")
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

    /// A row of README's table of flags: `| flag | of which commands | meaning | default |`.
    private struct FlagRow {
        let flags: [String]
        let commands: String

        /// "all", "all but serve", or the names themselves.
        func covers(_ command: String) -> Bool {
            let names = commands.components(separatedBy: " but ")
            let named = names.last?.components(separatedBy: ", ").contains(command) == true
            return names[0] == "all" ? names.count == 1 || !named : named
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

    /// The first word of each line under SUBCOMMANDS; descriptions that go over a line are indented further.
    private func commands() throws -> [String] {
        let help = try Program.metricsctl().run("--help").stdout
        let list = help.components(separatedBy: "SUBCOMMANDS:\n").last ?? ""
        return list.split(separator: "\n").compactMap { line in
            line.wholeMatch(of: #/  ([a-z0-9-]+)( .*)?/#).map { String($0.1) }
        }
    }

    private func flags(of command: String) throws -> [String] {
        Self.flags(in: try Program.metricsctl().run(command, "--help").stdout)
    }

    private static func flags(in text: some StringProtocol) -> [String] {
        String(text).matches(of: /--[a-z][a-z0-9-]*/).map { String($0.output) }
    }
}
