import Foundation
import TestSupport
import Testing

@testable import metricsctl

/// What a terminal shows of work that takes longer than a second.
@Suite struct ProgressTests {
    @Test(
        "progress is one line that fits the terminal",
        arguments: [
            (0, 8640, 0.0, 80, "[........................................]    0%  0 of 8,640 windows"),
            (
                2246, 8640, 60, 80,
                "[#######......................]   25%  2,246 of 8,640 windows  37/s  3 min left"
            ),
            (8640, 8640, 100, 60, "[#####################]  100%  8,640 of 8,640 windows  86/s"),
            (36, 1_051_200, 36, 60, "  0%  36 of 1,051,200 windows  1.0/s  291 h 59 min left"),
            (36, 1_051_200, 36, 20, "[...........]    0%"),
        ])
    func bar(done: Int, total: Int, seconds: Double, width: Int, text: String) {
        let bar = ProgressBar(done: done, total: total, noun: "windows", seconds: seconds).text(width: width)
        #expect(bar == text)
        #expect(bar.count < width)
    }

    /// What is drawn when work is reported at these seconds, and its end.
    private func drawn(at seconds: [Double], isWanted: Bool = true) -> [String] {
        var (time, drawn) = (100.0, [String]())
        let line = ProgressLine(
            of: "days", isWanted: isWanted, clock: { time }, width: { 80 }, draw: { drawn.append($0) })
        for (done, second) in seconds.enumerated() {
            time = 100 + second
            line.show(done: done, total: 365)
        }
        line.end()
        line.end()
        return drawn
    }

    @Test("nothing is drawn, and nothing taken away, within the first second")
    func patience() {
        #expect(drawn(at: [0, 0.5, 0.99]).isEmpty)
        #expect(drawn(at: [2], isWanted: false).isEmpty)
    }

    @Test("from then on ten times a second at most, until it is taken away once")
    func pace() {
        let drawn = drawn(at: [0.9, 1.0, 1.05, 1.09, 1.2, 1.25])
        #expect(drawn.count == 3 && drawn.last == "")
        #expect(drawn[0].contains("1 of 365 days") && drawn[1].contains("4 of 365 days"))
    }

    /// A command on a terminal of its own whose archive another program locks for more than the first second.
    ///
    /// - Parameter command: with `DB` for the archive, `FOLDER` for a folder.
    private func onTerminal(_ command: String, environment: [String: String] = [:]) throws -> Program.Result {
        let (sample, folder) = (try SampleArchive(), try TemporaryFolder())
        try sample.seal()
        let lock = Process()
        lock.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
        lock.arguments = [sample.path]
        let (input, output) = (Pipe(), Pipe())
        (lock.standardInput, lock.standardOutput) = (input, output)
        try lock.run()
        input.fileHandleForWriting.write(Data("BEGIN EXCLUSIVE;\nSELECT 1;\n".utf8))
        #expect(output.fileHandleForReading.availableData == Data("1\n".utf8))
        // It waits for this long before it ends, and the lock with it.
        input.fileHandleForWriting.write(Data(".shell sleep 1.3\n".utf8))
        try input.fileHandleForWriting.close()
        let words = command.replacing("DB", with: "'\(sample.path)'").replacing("FOLDER", with: folder.url.path)
        let program = Program(
            URL(fileURLWithPath: "/usr/bin/script"),
            environment: ["TERM": "xterm", "TZ": "UTC", "HOME": "/"].merging(environment) { $1 })
        let result = try program.run(
            "--quiet", "--return", "--command", "'\(MetricsctlRun.url.path)' \(words)", "/dev/null")
        lock.waitUntilExit()
        return result
    }

    static let commands = [
        ("archive backup FOLDER/copy.db --db DB", "pages"), ("archive verify --db DB", "days"),
        ("archive export --db DB >FOLDER/counts", "days"),
        ("archive export --format openmetrics --db DB >FOLDER/counts", "days"),
        ("archive import DB --db FOLDER/other.db", "days"),
    ]

    @Test(
        "a terminal shows how far long work is, and nothing of it stays there",
        arguments: commands + [("archive stat --db DB >FOLDER/counts", "days")])
    func terminal(command: String, noun: String) throws {
        let result = try onTerminal(command)
        #expect(result.exitCode == 0)
        #expect(result.stdout.contains(#/\[#+\.*\]  +[0-9]+%  [0-9]+ of [0-9]+ /#), "\(result.stdout)")
        #expect(result.stdout.contains(" \(noun) "))
        #expect(result.stdout.hasSuffix("\r\u{1B}[K"))
    }

    @Test("with --quiet, on a dumb terminal and where stderr is none, nothing is shown", arguments: commands)
    func nothing(command: String, noun: String) throws {
        #expect(try onTerminal("\(command) --quiet").stdout == "")
        #expect(try onTerminal(command, environment: ["TERM": "dumb"]).stdout == "")
        #expect(try onTerminal("\(command) 2>FOLDER/errors; cat FOLDER/errors").stdout == "")
    }
}
