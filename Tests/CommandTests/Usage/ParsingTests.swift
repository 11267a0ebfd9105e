import ArgumentParser
import Testing

@testable import metricsctl

/// What ArgumentParser makes of a command line with all commands described is the truth here.
@Suite struct ParsingTests {
    /// Of each command that has no subcommands.
    private static let commands = [
        ["collect"], ["models"], ["p95"], ["all"], ["history"], ["summary"], ["compare"], ["changes"],
        ["health"], ["runs"], ["check"], ["notify", "replay"], ["notify", "test"],
        ["slo", "show"], ["slo", "suggest"], ["report", "write"], ["report", "verify"], ["mark", "add"],
        ["mark", "list"], ["mark", "remove"],
        ["exclude", "add"], ["exclude", "list"], ["exclude", "remove"],
        ["announce", "add"], ["announce", "update"], ["announce", "list"], ["announce", "remove"], ["page", "export"],
        ["presets"], ["discover"],
        ["init"], ["doctor"], ["serve"], ["mcp"],
        ["schedule", "install"], ["schedule", "remove"], ["schedule", "show"], ["archive", "stat"],
        ["archive", "verify"], ["archive", "backup"], ["archive", "export"], ["archive", "import"],
        ["archive", "prune"], ["archive", "forget"], ["archive", "forget-source"], ["archive", "set-unit"],
        ["archive", "migrate"], ["archive", "roles"],
        ["config", "check"], ["config", "show"],
    ]

    private static let shortEndings = [[], ["--help"], ["--version"], ["--foo"]]

    private static let endings = [
        ["-h"], ["--help-hidden"], ["help"], ["--db", "/a b"], ["--db=/a"],
        ["--db", ""],
        ["--db"], ["--db", "--help"], ["--json"], ["--json", "--format", "csv"], ["--format", "xml"], ["--foo"],
        ["--foo", "--help"], ["extra"], ["--", "extra"], ["--", "--help"], ["--json", "--", "--version"],
        ["--experimental-dump-help"], ["--generate-completion-script", "bash"], ["--generate-completion-script"],
        ["---completion", "--", "x"], ["--quiet", "--verbose"], ["--hours", "-1"], ["--retries", "101"], ["p95"], ["-"],
    ]

    private static let others = [
        [], ["--help"], ["-h"], ["--version"], ["help"], ["help", "p95"], ["help", "archive", "stat"], ["p9"], ["P95"],
        [""], ["--db", "/a", "p95"], ["--json", "p95"], ["--help", "p95"], ["--", "p95"],
        ["p95", "--help", "--version"],
        ["archive"], ["archive", "--help"], ["archive", "help", "stat"], ["archive", "p95"], ["archive", "--db", "/a"],
        ["archive", "--json", "stat"], ["stat"], ["schedule"], ["schedule", "instal"], ["archive", "backup", "/copy"],
        ["archive", "backup", ""], ["archive", "backup", "/copy", "/other"], ["archive", "forget", "--model", "m"],
        ["archive", "prune", "--before", "2025-01-01T00:00:00Z"],
        ["history", "--model", "a", "--model", "b", "--plot"],
        ["history", "--hours", "6", "--step", "15m", "--format", "json"],
        ["serve", "--port", "80", "--address", "::1"],
        ["serve", "--port", "65536"], ["check", "--p95-warning", "2s", "--p95-critical", "1s"],
        ["schedule", "install", "--mail", "--", "--prometheus-url", "http://a", "--help"],
        ["schedule", "install", "--mail", "--systemd"], ["collect", "--again"],
        ["collect", "--prometheus-url", "http://a:9090", "--header", "A: b", "--header", "C: d", "--retries", "0"],
        ["--experimental-dump-help"], ["--generate-completion-script", "zsh"], ["--generate-completion-script", "x"],
    ]

    @Test(
        "describing only the command that is named changes nothing of what comes of a command line",
        arguments: commands.flatMap { command in shortEndings.map { command + $0 } }
            + [["p95"], ["schedule", "install"], ["archive", "forget"]].flatMap { name in endings.map { name + $0 } }
            + others)
    func same(arguments: [String]) {
        let one = outcome { try Metricsctl.command(of: arguments) }
        let all = outcome { try Metricsctl.parseAsRoot(arguments) }
        #expect(one == all)
    }

    @Test("the table has every command, and command lines that are taken")
    func table() throws {
        let names = ParsingTests.leaves(of: Metricsctl.self, named: [])
        #expect(Set(ParsingTests.commands) == Set(names))
        let taken = try Metricsctl.command(of: ["history", "--hours", "6"])
        #expect(taken is HistoryCommand)
    }

    private static func leaves(of command: any ParsableCommand.Type, named name: [String]) -> [[String]] {
        let children = command.configuration.subcommands
        return children.isEmpty ? [name] : children.flatMap { leaves(of: $0, named: name + [$0._commandName]) }
    }

    /// The command with all its values, or the text and the exit status of what was thrown.
    private func outcome(_ parse: () throws -> any ParsableCommand) -> String {
        var text = ""
        do {
            dump(try parse(), to: &text)
        } catch {
            text = "\(Metricsctl.exitCode(for: error).rawValue)\n\(Metricsctl.fullMessage(for: error))"
        }
        return text
    }
}
