import Foundation
import Testing

/// `script` of util-linux gives the program a terminal of its own.
@Suite struct TerminalTests {
    private func onTerminal(_ arguments: String, environment: [String: String]) throws -> String {
        let sample = try SampleArchive()
        let shell = MetricsctlRun.process([], environment: environment)
        shell.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let command = "'\(MetricsctlRun.url.path)' \(arguments) --db '\(sample.path)' --at 2025-10-17T14:32:30+09:00"
        shell.arguments = ["script", "--quiet", "--return", "--command", command, "/dev/null"]
        let output = Pipe()
        shell.standardOutput = output
        try shell.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        shell.waitUntilExit()
        return text.replacing("\r\n", with: "\n")
    }

    private let path = ["PATH": "/usr/bin:/bin", "TERM": "xterm"]

    @Test("on a terminal the answer is a table, in colour")
    func table() throws {
        let text = try onTerminal("p95", environment: path)
        #expect(text.hasPrefix("\u{1B}[1mMODEL\u{1B}[0m"))
        #expect(text.contains("\n한국어 모델/a+b  ≥ 400 ms    > 400 ms        13  2 min  exact\n"))
    }

    @Test(
        "NO_COLOR and dumb terminals have no colour",
        arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
    func plain(environment: [String: String]) throws {
        let text = try onTerminal("p95", environment: path.merging(environment) { $1 })
        #expect(text.hasPrefix("MODEL") && !text.contains("\u{1B}"))
    }

    @Test("JSON on a terminal is indented")
    func json() throws {
        let text = try onTerminal("health --json", environment: path)
        #expect(text.hasPrefix("{\n  \"status\": \"healthy\",\n"))
    }
}
