import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport
import Testing

/// Half an hour of replicas made by hand, scraped every 15 s, in a real Prometheus and a real VictoriaMetrics. All that is
/// expected can be counted by hand.
@Suite("Histograms of other shapes, collected from real servers", .serialized)
struct ShapesTests {
    private static let start = 1_760_000_400
    private static let times = Array(stride(from: 0, through: 1800, by: 15))

    @Test("by range have all requests, those that a range begins with among them", arguments: [true, false])
    func ranges(fromPrometheus: Bool) throws {
        // A request every 15 s; from 700 s on four of another latency at once, and from 1300 s on a second replica.
        let lines =
            Self.ranged(
                "a",
                [
                    ("4.642e-01...5.275e-01", { 500 + Double($0 / 15) }),
                    ("1.000e+00...1.136e+00", { $0 < 700 ? nil : 4 }),
                ])
            + Self.ranged("b", [("4.642e-01...5.275e-01", { $0 < 1300 ? nil : Double(($0 - 1300) / 15 + 1) })])
        let counted = try counted(
            Self.evidence("a", Self.start - 9000) + Self.evidence("b", Self.start + 1290, from: 1300) + lines,
            fromPrometheus)
        #expect(counted == ["600: 20 exact", "900: 24 exact", "1200: 20 exact", "1500: 34 exact", "1800: 40 exact"])
    }

    @Test("of a replica that restarted to as many requests as before keep those of the replica beside it")
    func equalTotals() throws {
        func buckets(_ instance: String, _ counts: [(String, (Int) -> Double)]) -> [String] {
            counts.flatMap { le, count in
                Self.series(
                    "request_duration_seconds_bucket", #"model="m",job="j",instance="\#(instance)",le="\#(le)""#
                ) { count($0) }
            }
        }
        let lines =
            buckets(
                "a", [("0.5", { $0 < 1000 ? 80 : 120 }), ("1.0", { $0 < 1000 ? 80 : 120 }), ("+Inf", { _ in 120 })])
            + buckets(
                "b",
                [
                    ("0.5", { 500 + Double($0 / 15) }), ("1.0", { 500 + Double($0 / 15) }),
                    ("+Inf", { 500 + Double($0 / 15) }),
                ])
        let starts =
            Self.series("process_start_time_seconds", #"job="j",instance="a""#) {
                Double($0 < 1000 ? Self.start - 9000 : Self.start + 995)
            }
            + Self.series("process_start_time_seconds", #"job="j",instance="b""#) { _ in Double(Self.start - 9000) }
        let counted = try counted(lines + starts, true)
        #expect(counted == ["600: 20 exact", "900: 20 exact", "1200: 140 reset", "1500: 20 exact", "1800: 20 exact"])
    }

    @Test("that were read while requests were counted are tagged as soon as their sum or what follows shows it")
    func torn() throws {
        // 20 requests in each window, none above 0.5 s; at 600 s one of them is in the count of all alone.
        let labels = #"model="m",job="j",instance="a""#
        let buckets = ["0.5", "1.0", "+Inf"].flatMap { le in
            Self.series("request_duration_seconds_bucket", labels + #",le="\#(le)""#) {
                500 + Double($0 / 15) - ($0 == 600 && le != "+Inf" ? 1 : 0)
            }
        }
        let sum = Self.series("request_duration_seconds_sum", labels) { 50 + 0.04 * Double($0 / 15) }
        let all = ["300: 20 exact", "600: 20 reset", "900: 20 reset", "1200: 20 exact", "1500: 20 exact"]
        let told = Self.evidence("a", Self.start - 9000) + buckets + sum
        #expect(
            try stored(told, collectedAt: [600, 900, 1500]) == [
                ["300: 20 exact", "600: 20 reset"], Array(all.prefix(3)), all,
            ])
        // Without a sum the next window shows it: of one that is asked for again, and of one that is not.
        let untold = Self.evidence("a", Self.start - 9000) + buckets
        #expect(
            try stored(untold, collectedAt: [600, 900, 1500]) == [
                ["300: 20 exact", "600: 20 exact"], Array(all.prefix(3)), all,
            ])
        #expect(try stored(untold, collectedAt: [600, 1500]) == [["300: 20 exact", "600: 20 exact"], all])
    }

    /// What is stored from 300 s on after each of some runs, the last of which has to tell of a torn scrape.
    private func stored(_ lines: [String], collectedAt times: [Int]) throws -> [[String]] {
        let folder = try TemporaryFolder()
        let server = try PrometheusServer(history: Self.file(lines, in: folder, "history.om"))
        let path = folder.path("metrics.db")
        let found = try times.map { time in
            let run = try Program.metricsctl().run(
                "collect", "--prometheus-url", server.url, "--db", path, "--at", SimulatedDay.rfc3339(Self.start + time)
            )
            #expect(run.exitCode == 0, "\(run.stderr)")
            return try SimulatedDay.windows(in: path, from: Self.start + 3900, to: Self.start + 1800).flatMap {
                window in
                window.models.map { "\(window.window.end - Self.start): \($0.histogram.requests) \($0.quality.name)" }
            }
        }
        let archive = try Archive(readingAt: path)
        let source = try #require(try archive.sources().first)
        let warning = try archive.lastRun(of: source, at: .max).value?.text(of: .tornBuckets)
        #expect(warning?.contains("its count of all requests was ahead of its other buckets (a)") == true)
        return found
    }

    @Test("that VictoriaMetrics has stored twice, as from two that write to it, are counted once, with a warning")
    func storedTwice() throws {
        // A request every 15 s; at 1000 s a restart, so that the server is asked for the samples themselves.
        let labels = #"model="m",job="j",instance="a""#
        let lines = ["0.5", "+Inf"].flatMap { le in
            Self.series("request_duration_seconds_bucket", labels + #",le="\#(le)""#) {
                Double($0 < 1000 ? 500 + $0 / 15 : ($0 - 1000) / 15)
            }
        }
        let starts = Self.series("process_start_time_seconds", #"job="j",instance="a""#) {
            Double($0 < 1000 ? Self.start - 9000 : Self.start + 995)
        }
        let once = try counted(lines + starts, true)
        #expect(once.count == 5 && once[2].hasSuffix(" reset"))
        let folder = try TemporaryFolder()
        let (file, path) = (try Self.file(lines + starts, in: folder, "history.om"), folder.path("metrics.db"))
        let server = try VictoriaMetricsServer(history: file)
        try server.load(file)
        try Self.collect(from: server.url, into: path)
        withExtendedLifetime(server) {}
        #expect(try Self.counts(in: path) == once)
        let archive = try Archive(readingAt: path)
        let source = try #require(try archive.sources().first)
        let warning = try archive.lastRun(of: source, at: .max).value?.text(of: .repeatedSamples)
        #expect(warning?.hasPrefix("the server has samples twice, with the same time and value") == true)
    }

    @Test("that were spoiled are repaired by asking again, to the same bytes")
    func again() throws {
        func lines(_ model: String, _ step: Int) -> [String] {
            ["0.5", "+Inf"].flatMap { le in
                Self.series(
                    "request_duration_seconds_bucket", #"model="\#(model)",job="j",instance="\#(model)",le="\#(le)""#
                ) {
                    Double(1000 + step * $0 / 15)
                }
            } + Self.evidence(model, Self.start - 9000)
        }
        let folder = try TemporaryFolder()
        let sound = try PrometheusServer(history: Self.file(lines("a", 1) + lines("b", 2), in: folder, "sound.om"))
        let spoiled = try PrometheusServer(history: Self.file(lines("a", 3) + lines("B", 2), in: folder, "spoiled.om"))
        try Self.collect(from: sound.url, into: folder.path("sound.db"))
        try Self.collect(from: spoiled.url, into: folder.path("repaired.db"))
        #expect(try Self.history(folder.path("repaired.db")) != Self.history(folder.path("sound.db")))
        let run = try Self.collect(
            from: sound.url, into: folder.path("repaired.db"), "--again", "--from",
            SimulatedDay.rfc3339(Self.start + 300),
            "--to", SimulatedDay.rfc3339(Self.start + 1800))
        #expect(run.stderr == "metricsctl: warning: 5 windows asked for again: 500 requests were stored, 300 are now\n")
        #expect(try Self.history(folder.path("repaired.db")) == Self.history(folder.path("sound.db")))
    }

    // MARK: Samples

    private static func series(_ name: String, _ labels: String, _ value: (Int) -> Double?) -> [String] {
        times.compactMap { time in value(time).map { "\(name){\(labels)} \($0) \(start + time)" } }
    }

    private static func ranged(_ instance: String, _ ranges: [(String, (Int) -> Double?)]) -> [String] {
        let labels = #"model="m",job="j",instance="\#(instance)""#
        return ranges.flatMap { range, count in
            series("request_duration_seconds_bucket", labels + #",vmrange="\#(range)""#, count)
        }
            + series("request_duration_seconds_sum", labels) { time in
                ranges.compactMap { $0.1(time) }.reduce(nil) { ($0 ?? 0) + $1 * 0.5 }
            }
    }

    private static func evidence(_ instance: String, _ processStart: Int, from first: Int = 0) -> [String] {
        series("process_start_time_seconds", #"job="j",instance="\#(instance)""#) {
            $0 < first ? nil : Double(processStart)
        }
    }

    private static func file(_ lines: [String], in folder: TemporaryFolder, _ name: String) throws -> URL {
        let file = folder.url.appending(path: name)
        try Data((lines + ["# EOF\n"]).joined(separator: "\n").utf8).write(to: file)
        return file
    }

    // MARK: Collecting

    @discardableResult
    private static func collect(from url: String, into archive: String, _ more: String...) throws -> Program.Result {
        let past = more.isEmpty ? ["--backfill", "25m"] : more
        let run = try Program.metricsctl().run(
            ["collect", "--prometheus-url", url, "--db", archive, "--at", SimulatedDay.rfc3339(start + 1800)] + past)
        #expect(run.exitCode == 0, "\(run.stderr)")
        return run
    }

    private static func history(_ archive: String) throws -> String {
        try Program.metricsctl().run(
            "history", "--db", archive, "--hours", "1", "--at", SimulatedDay.rfc3339(start + 1800), "--json"
        ).stdout
    }

    private func counted(_ lines: [String], _ fromPrometheus: Bool) throws -> [String] {
        let folder = try TemporaryFolder()
        let file = try Self.file(lines, in: folder, "history.om")
        let archive = folder.path("metrics.db")
        if fromPrometheus {
            let server = try PrometheusServer(history: file)
            try Self.collect(from: server.url, into: archive)
            withExtendedLifetime(server) {}
        } else {
            let server = try VictoriaMetricsServer(history: file)
            try Self.collect(from: server.url, into: archive)
            withExtendedLifetime(server) {}
        }
        return try Self.counts(in: archive)
    }

    private static func counts(in archive: String) throws -> [String] {
        try SimulatedDay.windows(in: archive, to: start + 1800).flatMap { window in
            window.models.map { "\(window.window.end - start): \($0.histogram.requests) \($0.quality.name)" }
        }
    }
}
