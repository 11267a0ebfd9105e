import Foundation
import TestSupport
import Testing

/// Runs that go well, and say nothing.
extension CollectTests {
    @Suite struct Successes {
        private let noon = SmallServer.noon

        @Test("the first run stores the newest three windows, every request once")
        func firstRun() throws {
            let bench = try CollectBench.filled()
            #expect(try bench.windows() == [noon - 600, noon - 300, noon])
            #expect(try bench.outcomes() == ["success"])
            #expect(try bench.sqlite("select model from series") == "gpt-4\n")
            let answer = try Program.metricsctl().run(
                "history", "--db", bench.archive, "--at", SmallServer.text(noon), "--format", "csv")
            // Two header-independent facts of each of the three windows: 15 requests, none of them doubtful.
            let rows = answer.stdout.split(whereSeparator: \.isNewline).dropFirst()
            #expect(rows.count == 3)
            for row in rows { #expect(row.contains(",15,") && row.contains("exact")) }
        }

        @Test("running it twice changes no row")
        func twice() throws {
            let bench = try CollectBench.filled()
            let data = try bench.data()
            expectSilence(try bench.collect())
            #expect(try bench.data() == data)
            #expect(try bench.outcomes() == ["success", "success"])
        }

        @Test("missed runs are filled by the next one")
        func missedRuns() throws {
            let (gapless, late) = (try CollectBench.filled(), try CollectBench.filled())
            for time in stride(from: noon + 300, through: noon + 1800, by: 300) {
                expectSilence(try gapless.collect(at: time + 20))
            }
            expectSilence(try late.collect(at: noon + 1820))
            #expect(try late.windows() == (-2...6).map { noon + $0 * 300 })
            #expect(try late.data() == gapless.data())
            #expect(try late.outcomes() == ["success", "success"])
        }

        @Test("a backfill fills what lies before the first run, and no more than asked for")
        func backfill() throws {
            let bench = try CollectBench.filled()
            expectSilence(try bench.collect("--backfill", "30m"))
            #expect(try bench.windows() == (-5...0).map { noon + $0 * 300 })
        }

        @Test(
            "a backfill that breaks off keeps what it has, and the next one goes on to where the server's memory begins"
        )
        func brokenBackfill() throws {
            let bench = try CollectBench()
            // Its first sample lies three hours back.
            let metric = "retired_seconds"
            let url = SmallServer.url
            // The newest windows are asked for first; the slices before them begin in another hour.
            let server = try CannedServer { [noon] request in
                let end = request.field("end").flatMap { Int($0) } ?? noon
                return end < noon ? .text("overloaded", status: 503) : .forwarded(request, to: url)
            }
            expectComplaint(
                try bench.collect("--metric-name", metric, "--backfill", "4h", from: server.url),
                "\(server.url) is not ready (503): overloaded", hint: "nothing is lost: the next run fills the gap")
            let kept = try bench.windows()
            #expect(kept.count == 36)
            #expect(try bench.sqlite("select windows, outcome from run") == "36|unreachable\n")

            expectSilence(try bench.collect("--metric-name", metric, "--backfill", "4h"))
            #expect(try bench.windows() == (-36...0).map { noon + $0 * 300 })
        }

        @Test("a metric that the server knows but has no series of is collected as windows without data")
        func retiredMetric() throws {
            let bench = try CollectBench()
            expectSilence(try bench.collect("--metric-name", "retired_seconds"))
            #expect(try bench.windows() == [noon - 600, noon - 300, noon])
            #expect(try bench.sqlite("select count(*) from series") == "0\n")
            #expect(try bench.outcomes() == ["success"])
        }

        @Test("several metrics and sources live in one archive")
        func severalSources() throws {
            let bench = try CollectBench.filled()
            expectSilence(try bench.collect("--metric-name", "queue_seconds"))
            expectSilence(try bench.collect("--source", "eu", "--selector", #"{job="api"}"#))
            #expect(
                try bench.sqlite("select name, metric, url from source order by id") == """
                    default|request_duration_seconds|\(SmallServer.url)
                    default|queue_seconds|\(SmallServer.url)
                    eu|request_duration_seconds|\(SmallServer.url)

                    """)
            #expect(try bench.sqlite("select key >> 40, count(*) from hot group by 1") == "1|3\n2|3\n3|3\n")
            #expect(
                try bench.sqlite("select source_id, outcome from run order by source_id, id")
                    == "1|success\n2|success\n3|success\n")
        }

        @Test("the server's URL comes from PROMETHEUS_URL, unless a flag says otherwise")
        func environment() throws {
            let bench = try CollectBench()
            expectSilence(try bench.collect(from: nil, environment: ["PROMETHEUS_URL": SmallServer.url + "/"]))
            expectSilence(try bench.collect(environment: ["PROMETHEUS_URL": "http://127.0.0.1:1"]))
            #expect(try bench.sqlite("select url from source") == SmallServer.url + "\n")
            #expect(try bench.outcomes() == ["success", "success"])
        }

        @Test("the archive comes from METRICSCTL_DB, unless a flag says otherwise")
        func archive() throws {
            let bench = try CollectBench()
            let arguments = Array(bench.arguments([], from: SmallServer.url, at: noon).dropFirst(3))
            expectSilence(try Program.metricsctl(["METRICSCTL_DB": bench.archive]).run(["collect"] + arguments))
            expectSilence(try bench.collect(environment: ["METRICSCTL_DB": bench.folder.path("other.db")]))
            #expect(try bench.outcomes() == ["success", "success"])
        }

        @Test("--verbose says on stderr what was stored")
        func verbose() throws {
            let bench = try CollectBench()
            let result = try bench.collect("--verbose")
            #expect(result.stderr == "stored 3 windows up to 2025-10-17T12:00:00+00:00: 1 model, 45 requests\n")
            #expect(result.stdout == "")
            #expect(result.exitCode == 0)
        }

        @Test("--quiet says no warning, and what fails is said all the same")
        func quiet() throws {
            let bench = try CollectBench()
            let hostile = ["--metric-name", "hostile_seconds"]
            #expect(try bench.collect(hostile[0], hostile[1]).stderr.hasPrefix("metricsctl: warning: "))
            expectSilence(try bench.collect(hostile[0], hostile[1], "--quiet"))
            let notify = bench.folder.path("no-such-file")
            expectSilence(try bench.collect("--quiet", "--notify", notify))
            // What was warned of stays to be looked up.
            let runs = try Program.metricsctl().run(
                ["runs", "--json", "--db", bench.archive, "--at", SmallServer.text(SmallServer.noon)] + hostile)
            #expect(runs.stdout.contains("has no bucket le="))

            let port = try DeadPort(.refusing)
            let url = "http://127.0.0.1:\(port.port)"
            let failed = try bench.collect("--quiet", from: url)
            withExtendedLifetime(port) {}
            expectComplaint(
                failed, "cannot reach \(url): connection refused",
                hint: "check the server's URL, that the server runs, and the proxy variables of the environment, if any"
            )
            expectComplaint(
                try bench.collect("--quiet", "--verbose"), "--quiet and --verbose cannot be combined",
                hint: CollectUsageTests.help, exitCode: 64)
        }

        @Test("a model's name with terminal escapes reaches nobody raw")
        func hostileName() throws {
            let bench = try CollectBench()
            let shown = #"\u001b[31mred\u000ametricsctl: second line"#
            let warning = #"\#(shown) has no bucket le="+Inf": left out of 3 windows"#
            let result = try bench.collect("--metric-name", "hostile_seconds")
            #expect(result.stderr == "metricsctl: warning: \(warning)\n")
            #expect(result.stdout == "")
            #expect(result.exitCode == 0)
            #expect(try bench.outcomes() == ["success"])

            let dry = try bench.collect("--metric-name", "hostile_seconds", "--dry-run", "--verbose")
            #expect(dry.stdout.contains("# warning: \(warning)\n"))
            #expect(!(dry.stdout + dry.stderr).unicodeScalars.contains("\u{1B}"))
            #expect(!dry.stdout.contains("\nmetricsctl: second line"))
            #expect(dry.exitCode == 0)
        }
    }
}
