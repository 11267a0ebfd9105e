import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport
import Testing

/// Days of which `--retention` left the hours alone, on their way from one archive to another.
@Suite struct ImportHoursTests {
    private let folder: TemporaryFolder
    private static let day = UTCDay(index: 20_378)

    init() throws { folder = try TemporaryFolder() }

    private func run(_ arguments: String..., db: String) throws -> Program.Result {
        try Program.metricsctl().run(arguments + ["--db", folder.path(db)])
    }

    private func export(_ db: String, _ options: String...) throws -> String {
        let result = try Program.metricsctl().run(["archive", "export", "--db", folder.path(db)] + options)
        #expect(result.exitCode == 0 && result.stderr.isEmpty)
        return result.stdout
    }

    /// Three days of two models up to 20:35, with gaps, of which the first two have hours alone.
    private func archive(_ name: String) throws {
        let archive = try Archive(creatingAt: folder.path(name))
        let source = try archive.source(
            SourceDescription(
                name: "eu", metric: "latency", url: "http://eu:9090", selector: "", modelLabel: "model", unit: .seconds)
        )
        let layout = try #require(BucketLayout(upperBounds: [0.1, 0.5]))
        let windows = try (0..<823).filter { $0 % 97 > 3 && !(40..<64).contains($0) }.map { index in
            let models = try (index % 300 < 12 ? [] : ["a", "한국어"] as [Name]).map { name in
                let part = try #require(Histogram.Part(layout: layout, counts: [index % 7, index % 5, 1]))
                return ModelWindow(
                    model: name, quality: index % 50 == 9 ? .reset : .exact,
                    histogram: Histogram(part, sumMicroseconds: index % 200 == 9 ? nil : index))
            }
            return CollectedWindow(window: Self.day.window(index), models: models)
        }
        try archive.commit(windows, run: nil, of: source)
        try archive.seal(of: source, at: Self.day.end + 9 * UTCDay.seconds)
        try archive.downsampleToHours(of: source, before: Self.day.end + UTCDay.seconds)
    }

    private func history(_ db: String, _ step: String) throws -> String {
        let time = Date(timeIntervalSince1970: Double(Self.day.end + 3 * UTCDay.seconds)).formatted(.iso8601)
        let result = try run("history", "--at", time, "--hours", "96", "--step", step, "--json", db: db)
        #expect(result.exitCode == 0)
        return result.stdout
    }

    @Test("what is made of an export, or of an archive, answers as that did, and a second import changes nothing")
    func restored() throws {
        try archive("a.db")
        let exported = try export("a.db")
        try Data(exported.utf8).write(to: folder.url.appending(path: "a.jsonl"))
        for file in ["a.jsonl", "a.db"] {
            for _ in 0..<2 {
                let result = try run("archive", "import", folder.path(file), "--verbose", db: "of-\(file)")
                #expect(result.stderr == "merged 235 windows and 47 hours of \"eu\" (latency)\n")
                #expect(try export("of-\(file)") == exported)
            }
            #expect(try run("archive", "verify", db: "of-\(file)").exitCode == 0)
            for step in ["15m", "1h", "1d"] { #expect(try history("of-\(file)", step) == history("a.db", step)) }
            #expect(try export("of-\(file)", "--format", "csv") == export("a.db", "--format", "csv"))
        }
    }

    @Test("hours that can't be put beside windows are left out, and a warning counts them")
    func leftOut() throws {
        try archive("a.db")
        let exported = try export("a.db")
        // The windows of the third day, put into the first.
        let archive = try Archive(readingAt: folder.path("a.db"))
        let source = try #require(try archive.sources().first)
        let other = try Archive(creatingAt: folder.path("b.db"))
        var windows: [CollectedWindow] = []
        _ = try archive.forEachWindow(
            of: source, in: Self.day.window(576)...Self.day.window(863), newestFirst: false
        ) {
            windows.append(CollectedWindow(window: $0.window.advanced(by: -576), models: $0.models))
            return true
        }
        try other.commit(windows, run: nil, of: try other.source(source.description))
        let before = try export("b.db", "--before", "2025-10-18T00:00:00Z")
        for _ in 0..<2 {
            let result = try run("archive", "import", folder.path("a.db"), db: "b.db")
            #expect(result.exitCode == 0)
            #expect(result.stderr.hasPrefix("metricsctl: warning: "))
            #expect(result.stderr.contains(" hours of \"eu\" (latency) left out: "))
        }
        #expect(try export("b.db", "--before", "2025-10-18T00:00:00Z") == before)
        let days = ["--since", "2025-10-18T00:00:00Z"]
        #expect(
            try Program.metricsctl().run(["archive", "export", "--db", folder.path("b.db")] + days).stdout
                == Program.metricsctl().run(["archive", "export", "--db", folder.path("a.db")] + days).stdout)
        #expect(try export("a.db") == exported)
    }

    @Test("since and before take whole hours that lie in between")
    func range() throws {
        try archive("a.db")
        let lines = try export("a.db", "--since", "2025-10-17T10:30:00Z", "--before", "2025-10-17T13:45:00Z").split(
            separator: "\n")
        let hours = lines.compactMap { line in
            line.firstRange(of: "\"hour\":\"").map { line[$0.upperBound...].prefix(25) }
        }
        #expect(Set(hours).sorted() == ["2025-10-17T12:00:00+00:00", "2025-10-17T13:00:00+00:00"])
    }

    @Test("in Prometheus an hour's requests lie in that hour")
    func openMetrics() throws {
        try archive("a.db")
        let text = try export("a.db", "--format", "openmetrics")
        let hour = Self.day.start + 7 * 3600
        let counts = [hour - 3600, hour].map { time in
            text.split(separator: "\n").first {
                $0.hasPrefix("latency_count{source=\"eu\",model=\"a\"} ") && $0.hasSuffix(" \(time)")
            }.flatMap { Int($0.split(separator: " ")[1]) } ?? -1
        }
        let expected = (72..<84).filter { $0 % 97 > 3 }.reduce(0) { $0 + $1 % 7 + $1 % 5 + 1 }
        #expect(counts[1] - counts[0] == expected)
    }

    @Test("a line of an hour that says anything wrong is refused")
    func badLines() throws {
        try archive("a.db")
        let exported = try export("a.db")
        for (right, wrong, reason) in [
            ("\"collected\":\"1", "\"collected\":\"2", "collected must be twelve digits 0 or 1, not all of them 0"),
            ("\"collected\":\"1", "\"collected\":\"", "collected must be twelve digits 0 or 1, not all of them 0"),
            (":00:00+00:00\",\"collected", ":05:00+00:00\",\"collected", "hour must be a time like"),
        ] {
            let place = try #require(exported.firstRange(of: right))
            try Data(exported.replacingCharacters(in: place, with: wrong).utf8).write(
                to: folder.url.appending(path: "bad.jsonl"))
            let result = try run("archive", "import", folder.path("bad.jsonl"), db: "bad.db")
            #expect(result.exitCode == 1 && result.stderr.contains(reason))
        }
    }
}
