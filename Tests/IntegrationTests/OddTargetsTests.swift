import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport
import Testing

/// Half an hour of targets that would fool a careless client, each with a model of its own, in a real Prometheus. They are
/// scraped every 15 s. All that is expected can be counted by hand.
@Suite("Odd targets, collected from a real Prometheus")
struct OddTargetsTests {
    /// The window in which things happen is (600, 900], in seconds since this.
    private static let start = 1_760_000_400

    @Test("are never counted twice, nor with their lifetimes")
    func counted() throws {
        let found = try collected()
        // Ran on for three days while nothing scraped it: all of it is there, once.
        #expect(found["away for days"] == Counted(requests: 5000 + 10, quality: .spanned))
        // Dropped for two hours, and kept again: the same.
        #expect(found["kept again"] == Counted(requests: 700 + 10, quality: .spanned))
        // Seen for the first time with what it ever counted, and no sample more than before: only its name is new.
        #expect(found["renamed"] == Counted(requests: 10, quality: .partial))
        // Its target got another label, and has a young sibling of the same job and instance.
        #expect(found["relabelled"] == Counted(requests: 10, quality: .partial))
        // Nobody tells anything of its target.
        #expect(found["untold"] == Counted(requests: 10, quality: .partial))
        #expect(found["without instance"] == Counted(requests: 10, quality: .partial))
        // Renamed at the very scrape at which the first requests for another model came: which is new, nobody can tell.
        #expect(found["renamed beside"] == Counted(requests: 10, quality: .partial))
        #expect(found["new beside"] == Counted(requests: 10, quality: .partial))
        // Another process, maybe, which counted past the old count within a scrape interval.
        #expect(found["regrown"] == Counted(requests: 10, quality: .reset))
        // The first requests that a server of old ever got for a model.
        #expect(found["born late"] == Counted(requests: 3 + 10, quality: .exact))
        // An exporter that lives on while what it counts for begins again, beside a busy replica that hides the fall.
        #expect(found["exporter"] == Counted(requests: 4 + 10 + 1000, quality: .reset))
    }

    @Test("with several processes in turn are left out, and named in the run's warnings and in health")
    func workers() throws {
        let bench = try Bench(Self.samples)
        let run = try bench.collect()
        #expect(
            run.stderr == """
                metricsctl: warning: workers is counted by several processes that answer in turn behind one target \
                (workers): left out of 5 windows

                """)
        #expect(try bench.counted()["workers"] == Counted(requests: 0, quality: .partial))
        let health = try Program.metricsctl().run("health", "--db", bench.archive, "--at", bench.at, "--json")
        #expect(health.stdout.contains(#""missing_windows_24h":0,"warnings":["shared_targets","partial_counts"]}"#))
    }

    @Test("of hostile names keep them, whatever is in them")
    func hostileNames() throws {
        let names = [
            "", "say \"hi\"", #"back\slash \n"#, "two\nlines", "bell\u{7}\u{1B}[31m", "caf\u{E9}", "cafe\u{301}",
            String(repeating: "長", count: 1365),
        ]
        let bench = try Bench(
            names.enumerated().flatMap { place, name in
                // Each is born in the window, so that queries name it.
                OddTarget(name, instance: "hostile-\(place)", up: -900...900, start: -9000) { time in
                    time > 660 ? 3 + (10 * (time - 675) / 225).rounded(.down) : nil
                }.lines(from: Self.start)
            })
        let run = try bench.collect()
        #expect(run.stderr == "")
        let found = try bench.counted()
        #expect(Set(found.keys) == Set(names.map { Name($0) }))
        #expect(found.values.allSatisfy { $0 == Counted(requests: 13, quality: .exact) })
        let table = try Program.metricsctl().run("p95", "--db", bench.archive, "--at", bench.at, "--format", "table")
        #expect(table.stdout.contains("\n(none) "))
        #expect(!table.stdout.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test("of ten thousand made-up names are counted together, to the request, but for those known before")
    func tooManyNames() throws {
        let known = OddTarget("known", instance: "i", up: nil, start: -9000) { 100 + (($0 + 900) / 45).rounded() }
        let target = OddTarget(nil, instance: "i", up: -900...900, start: nil, added: 40_000) { $0 > 860 ? 1 : nil }
        let junk = (0..<10_000).flatMap { number in
            OddTarget("junk-\(number)", instance: "i", up: nil, start: nil) { $0 > 860 ? Double(1 + number % 3) : nil }
                .lines(from: Self.start)
        }
        let bench = try Bench((known.lines(from: Self.start) + target.lines(from: Self.start)) + junk)
        #expect(try bench.collect(at: 600).stderr == "")
        let run = try bench.collect("--model-limit", "5")
        #expect(
            run.stderr
                == "metricsctl: warning: more models than may have names: the rest are counted together as (other)\n")
        let found = try bench.counted()
        #expect(found.count == 6)
        #expect(found["known"]?.quality == .exact)
        // Four of the busiest have names.
        let all = (0..<10_000).reduce(0) { $0 + 1 + $1 % 3 }
        #expect(found["(other)"] == Counted(requests: all - 4 * 3, quality: .exact))
        #expect(found.filter { $0.key.text.hasPrefix("junk") }.allSatisfy { $0.value.requests == 3 })
        // More names later don't take them out of what was counted together.
        let again = try bench.collect("--model-limit", "20000")
        #expect(again.exitCode == 0)
        #expect(try bench.counted() == found)
    }

    // MARK: The targets

    private func collected() throws -> [Name: Counted] {
        let bench = try Bench(Self.samples)
        #expect(try bench.collect().exitCode == 0)
        return try bench.counted()
    }

    /// What grows by ten in the window, after some first count at its first scrape.
    private static func growing(from first: Double) -> (Double) -> Double? {
        { time in time > 660 ? first + (10 * (time - 675) / 225).rounded() : nil }
    }

    private static var samples: [String] {
        let days = 3.0 * 86_400
        let away = OddTarget("away for days", instance: "away", up: -days...900, start: -9e6) { time in
            time < 600 - days ? 1000 : growing(from: 6000)(time)
        }
        let kept = OddTarget("kept again", instance: "kept", up: -900...900, start: -9e6, added: 0) { time in
            time < -6600 ? 9000 : growing(from: 9700)(time)
        }
        let renamed = OddTarget(
            "renamed", instance: "renamed", up: -900...900, start: -9e6, added: 0, growing(from: 20))
        let late = OddTarget("born late", instance: "late", up: -900...900, start: -9e6, growing(from: 3))
        let relabelled = OddTarget(
            "relabelled", instance: "relabelled", labels: ["zone": "b"], up: 670...900, start: -9e6,
            growing(from: 1_000_045))
        let oldLabels = OddTarget(nil, instance: "relabelled", labels: ["zone": "a"], up: -900...660, start: -9e6) {
            _ in nil
        }
        let sibling = OddTarget(nil, instance: "relabelled", labels: ["pid": "7"], up: nil, start: 650) { _ in nil }
        let untold = OddTarget("untold", instance: "untold", up: nil, start: nil, growing(from: 1_000_000))
        let stray = OddTarget("without instance", instance: nil, up: nil, start: nil, growing(from: 20))
        let young = OddTarget(nil, instance: nil, up: -900...900, start: 650) { _ in nil }
        let exporter = OddTarget("exporter", instance: "exporter", up: -900...900, start: -9e6) { time in
            time > 660 ? 4 + (10 * (time - 675) / 225).rounded() : 30
        }
        let busy = OddTarget("exporter", instance: "busy", up: -900...900, start: -9e6) { time in
            time > 600 ? 90_000 + (1000 * (time - 600) / 300).rounded() : 90_000
        }
        let workers = OddTarget("workers", instance: "workers", up: -900...900, start: nil) { time in
            Int(time / 15) % 3 == 0 ? 500_000 + time + 900 : 1_000_000 + time + 900
        }
        let beside = OddTarget(
            "renamed beside", instance: "beside", up: -900...900, start: -9e6, growing(from: 1_000_000))
        let newBeside = OddTarget("new beside", instance: "beside", up: nil, start: nil, growing(from: 3))
        let regrown = OddTarget("regrown", instance: "regrown", up: -900...900, start: nil) { $0 > 700 ? 30 : 20 }
        return [
            beside, newBeside, regrown, away, kept, renamed, late, relabelled, oldLabels, sibling, untold, stray, young,
            exporter, busy, workers,
        ]
        .flatMap { $0.lines(from: start) }
    }

    struct Counted: Equatable {
        var requests: Int
        var quality: Quality
    }

    /// A Prometheus with some samples, and an archive.
    private struct Bench {
        let folder: TemporaryFolder
        let prometheus: PrometheusServer
        var archive: String { folder.path("metrics.db") }
        var at: String { SimulatedDay.rfc3339(start + 900) }

        init(_ lines: [String]) throws {
            folder = try TemporaryFolder()
            let file = folder.url.appending(path: "history.om")
            try Data((lines + ["# EOF\n"]).joined(separator: "\n").utf8).write(to: file)
            prometheus = try PrometheusServer(history: file)
        }

        /// The five windows up to some time, in seconds since the start.
        func collect(_ more: String..., at time: Int = 900) throws -> Program.Result {
            try Program.metricsctl().run(
                [
                    "collect", "--prometheus-url", prometheus.url, "--db", archive, "--backfill", "25m", "--at",
                    SimulatedDay.rfc3339(start + time), "--timeout", "60",
                ] + more)
        }

        /// What every model has in the newest window.
        func counted() throws -> [Name: Counted] {
            let archive = try Archive(readingAt: archive)
            let source = try #require(try archive.sources().first)
            let window = Window(endedAt: start + 900)
            var found: [Name: Counted] = [:]
            _ = try archive.forEachWindow(of: source, in: window...window, newestFirst: false) { window in
                for value in window.models {
                    found[value.model] = Counted(requests: value.histogram.requests, quality: value.quality)
                }
                return true
            }
            return found
        }
    }
}
