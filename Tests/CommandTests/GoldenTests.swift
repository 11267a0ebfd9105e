import Archive
import Foundation
import Questions
import Rendering
import SQLiteStore
import TestSupport
import Testing

/// Every question in every format, byte for byte as it is kept in the folder Golden.
@Suite struct GoldenTests {
    struct Command: CustomTestStringConvertible, Sendable {
        /// Of the golden file, without its ending.
        let name: String
        let arguments: [String]
        var formats = ["json", "csv", "table"]
        var status: Int32 = 0
        /// Where the same JSON and CSV are served; nil where they are not.
        var path: String?

        var testDescription: String { name }
    }

    static let commands = [
        Command(name: "p95", arguments: ["p95"], path: "/api/metrics/p95/?"),
        Command(
            name: "p95-model", arguments: ["p95", "--model", "gpt-4"], path: "/api/metrics/p95/?model_name=gpt-4&"),
        Command(name: "all", arguments: ["all"], path: "/api/metrics/?"),
        Command(name: "history", arguments: ["history"], path: "/api/metrics/history/?"),
        Command(
            name: "history-days", arguments: ["history", "--hours", "72", "--step", "1d"],
            path: "/api/metrics/history/?hours=72&step=1d&"),
        Command(
            name: "history-plot", arguments: ["history", "--hours", "2", "--model", "gpt-4"], formats: ["plot"]),
        Command(name: "health", arguments: ["health"], path: "/api/health/?"),
        Command(
            name: "compare", arguments: ["compare", "--since", "90m", "--with", "gpt-4"],
            path: "/api/compare/?since=90m&with=gpt-4&"),
        Command(name: "changes", arguments: ["changes", "--hours", "96"], path: "/api/changes/?hours=96&"),
        Command(name: "runs", arguments: ["runs"]),
        Command(name: "runs-failed", arguments: ["runs", "--failed"]),
    ]

    static let checks = [
        Command(name: "check", arguments: ["check"], formats: []),
        Command(
            name: "check-critical", arguments: ["check", "--p95-critical", "300ms", "--perfdata", "worst"], formats: [],
            status: 2),
        Command(
            name: "check-warning",
            arguments: ["check", "--model", "gpt-4", "--p95-warning", "150ms", "--for", "15m", "--perfdata", "none"],
            formats: [], status: 1),
        Command(
            name: "check-unknown", arguments: ["check", "--model", "gone-7b", "--no-data", "unknown"], formats: [],
            status: 3),
    ]

    private let at = ["--at", GoldenArchive.moment]

    @Test("every question's JSON, CSV and table", arguments: commands)
    func formats(command: Command) throws {
        let archive = try GoldenArchive()
        for format in command.formats {
            let run = try MetricsctlRun(command.arguments + at + ["--db", archive.path, "--format", format])
            #expect(run.status == command.status && run.errors.isEmpty)
            try Self.file(command.name, format).expect(run.output)
        }
    }

    @Test("every question's route answers with the same bytes")
    func served() throws {
        let archive = try GoldenArchive()
        let server = try ServedProgram(archive: archive.path)
        let time = GoldenArchive.moment.replacing("+", with: "%2B")
        for command in Self.commands {
            guard let path = command.path else { continue }
            for format in ["json", "csv"] {
                try Self.file(command.name, format).expect(
                    server.request("\(path)at=\(time)&format=\(format)").body)
            }
        }
        // What each entry has had from the beginning; what was added stands behind it.
        let models = try server.request("/api/models/?at=\(time)").body
        let added = try Regex(#","display_name":.*?"why":[a-z_"]*,"mean_ms":[0-9a-z.]*\}\}(?=\}[,\]])"#)
        try Self.file("models", "json").expect(models.replacing(added, with: ""))
        try Self.file("error", "json").expect(server.request("/api/metrics/history/?hours=0").body)
    }

    @Test("what a monitoring system is told", arguments: checks)
    func check(command: Command) throws {
        let archive = try GoldenArchive()
        let run = try MetricsctlRun(command.arguments + at + ["--db", archive.path])
        #expect(run.status == command.status && run.errors.isEmpty)
        try Self.check(command).expect(run.output)
    }

    @Test("what is said of the archive itself, but for its size", arguments: ["json", "csv", "table"])
    func stat(format: String) throws {
        let archive = try GoldenArchive()
        let run = try MetricsctlRun(["archive", "stat", "--db", archive.path, "--format", format])
        #expect(run.status == 0 && run.errors.isEmpty)
        // SQLite decides how many pages it needs.
        let text = run.output.replacing(archive.path, with: "metrics.db")
            .replacing(/(bytes|free_bytes|bytes_per_model_window)":[0-9.]+/) { "\($0.1)\":0" }
            .replacing(/size  .*/, with: "size           0 B")
            .replacing(/[0-9.]+ bytes each/, with: "0 bytes each")
        try Self.file("stat", format).expect(text)
    }

    @Test("every line of an export", arguments: ["jsonl", "csv", "openmetrics"])
    func export(format: String) throws {
        let archive = try GoldenArchive()
        // OpenMetrics repeats every bucket: of that the last windows are enough.
        let since = format == "openmetrics" ? ["--since", "2025-10-17T14:20:00+09:00"] : []
        let run = try MetricsctlRun(["archive", "export", "--db", archive.path, "--format", format] + since)
        #expect(run.status == 0 && run.errors.isEmpty)
        try Self.file("export", format).expect(run.output)
    }

    @Test("what a Prometheus scrapes")
    func metrics() throws {
        let golden = try GoldenArchive()
        let archive = try Archive(readingAt: golden.path)
        let context = QuestionContext(now: GoldenArchive.now, zone: .utc)
        let models = try ModelsQuestion(QueryParameters(), in: context).answer(from: archive)
        let health = try HealthQuestion(QueryParameters(), in: context).answer(from: archive, active: models.active)
        let sources = try archive.sources()
        let named = SourceMeasures(sources)
        let measures = sources.map { (source: $0.description.id, measure: named.measure(of: $0)) }
        try Self.file("metrics", "txt").expect(
            PrometheusText.text(health: health, models: models, measures: measures))
    }

    @Test("no file is kept that nothing is compared with")
    func files() throws {
        let kept = try FileManager.default.subpathsOfDirectory(atPath: GoldenFile.folder.path).filter {
            $0.contains(".")
        }
        let used =
            Self.commands.flatMap { command in command.formats.map { Self.file(command.name, $0).name } }
            + ["json", "csv", "table"].map { Self.file("stat", $0).name }
            + ["jsonl", "csv", "openmetrics"].map { Self.file("export", $0).name }
            + ["models.json", "error.json", "metrics.txt"]
        let all =
            (used + ObjectiveGoldenTests.files).map { GoldenFile(name: $0).path }
            + Self.checks.map { Self.check($0).path }
            + MeasuredGoldenTests.files
        #expect(Set(kept).subtracting([".gitattributes"]) == Set(all))
    }

    private static func check(_ command: Command) -> GoldenFile {
        GoldenFile(name: "\(command.name).txt", part: "checks")
    }

    private static func file(_ name: String, _ format: String) -> GoldenFile {
        let ending = ["table": "txt", "plot": "txt", "openmetrics": "om"][format] ?? format
        return GoldenFile(name: "\(name).\(ending)")
    }
}
