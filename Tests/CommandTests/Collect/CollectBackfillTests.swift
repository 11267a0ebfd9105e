import Foundation
import Glibc
import TestSupport
import Testing

extension CollectTests {
    /// The server has samples from 11:00 on; a slice is three hours.
    @Suite struct Backfills {
        private let noon = SmallServer.noon
        /// A metric with samples from 09:00 to 09:30, so that what lies after them is known to be without data.
        private let retired = ["--metric-name", "retired_seconds"]

        @Test(
            "a backfill that is stopped keeps what it has, says so, and goes on where it was",
            arguments: [SIGINT, SIGTERM])
        func stopped(signal: Int32) throws {
            let bench = try CollectBench()
            let held = try HeldRun(
                bench, "--backfill", "4h", "--metric-name", "retired_seconds", at: noon, isHeld: Self.isOlder)
            let result = try held.end(by: signal)
            expectComplaint(
                result, "stopped: 36 windows stored, 12 left", hint: "the same command goes on from there",
                exitCode: signal == SIGINT ? 130 : 143)
            #expect(try bench.windows().count == 36)
            #expect(try bench.outcomes() == ["success"])
            expectSilence(try bench.collect("--backfill", "4h", "--metric-name", "retired_seconds"))
            #expect(try bench.windows() == (-36...0).map { noon + $0 * 300 })
        }

        @Test("a run that is stopped before it has stored anything is no run")
        func stoppedAtOnce() throws {
            let bench = try CollectBench()
            let result = try HeldRun(bench, at: noon).end(by: SIGINT)
            expectComplaint(
                result, "stopped: 0 windows stored, 3 left", hint: "the same command goes on from there", exitCode: 130)
            #expect(try bench.outcomes().isEmpty)
        }

        @Test("a backfill that was killed goes on where it was")
        func killed() throws {
            let bench = try CollectBench()
            let held = try HeldRun(
                bench, "--backfill", "4h", "--metric-name", "retired_seconds", at: noon, isHeld: Self.isOlder)
            held.kill()
            #expect(try bench.windows().count == 36)
            expectSilence(try bench.collect("--backfill", "4h", "--metric-name", "retired_seconds"))
            #expect(try bench.windows() == (-36...0).map { noon + $0 * 300 })
        }

        @Test("a backfill keeps no plain run waiting, and no second backfill begins")
        func beside() throws {
            let bench = try CollectBench()
            let held = try HeldRun(
                bench, "--backfill", "4h", "--metric-name", "retired_seconds", at: noon, isHeld: Self.isOlder)
            let plain = try Program.metricsctl().run(bench.arguments(retired, from: SmallServer.url, at: noon + 300))
            // The backfill has found by now that there once were series.
            let warning = "no series of retired_seconds in the last 31 windows, though 1 target is up"
            #expect(plain == .init(exitCode: 0, stdout: "", stderr: "metricsctl: warning: \(warning)\n"))
            #expect(try bench.windows().last == noon + 300)
            expectComplaint(
                try bench.collect("--backfill", "1h", "--metric-name", "retired_seconds"),
                "another backfill of this source is already running",
                hint: "wait for it to end, or stop it: the next one goes on where it was")
            try held.finish()
            #expect(try bench.windows() == (-36...1).map { noon + $0 * 300 })
            #expect(try bench.outcomes() == ["success", "success"])
        }

        @Test("--from and --to fill a stretch of the past behind the newest windows")
        func stretch() throws {
            let bench = try CollectBench()
            let (from, to) = (SmallServer.text(noon - 3000), SmallServer.text(noon - 2100))
            expectSilence(try bench.collect("--from", from, "--to", to))
            #expect(try bench.windows() == [-2700, -2400, -2100, -600, -300, 0].map { noon + $0 })
            expectSilence(try bench.collect("--from", from))
            #expect(try bench.windows() == (-9...0).map { noon + $0 * 300 })
        }

        @Test("--verbose says a line per slice")
        func verbose() throws {
            let bench = try CollectBench()
            let result = try bench.collect("--verbose", "--backfill", "4h", "--metric-name", "retired_seconds")
            #expect(
                result.stderr.hasPrefix(
                    """
                    stored 36 windows up to 2025-10-17T12:00:00+00:00: 1 model, 90 requests
                    stored 1 window up to 2025-10-17T09:00:00+00:00: 1 model, 0 requests

                    """))
        }

        @Test("a window that a server can't be had to answer is left out, and a backfill without it is not complete")
        func leftOut() throws {
            let bench = try CollectBench()
            let (url, bad) = (SmallServer.url, noon - 1800)
            let server = try CannedServer { request in
                let start = request.field("start").flatMap { Int($0) } ?? 0
                let end = request.field("end").flatMap { Int($0) } ?? 0
                return (start...max(start, end)).contains(bad)
                    ? .json(#"{"status":"error","errorType":"execution","error":"too many samples"}"#, status: 422)
                    : .forwarded(request, to: url)
            }
            let reason = "\(server.url) rejects the query: too many samples"
            let result = try bench.collect("--backfill", "50m", from: server.url)
            // Its end is the beginning of the next one as well.
            #expect(
                result.stderr == """
                    metricsctl: warning: 2 windows could not be had: \(reason)
                    metricsctl: 2 windows of the backfill are not stored
                    hint: the same command asks for them again

                    """)
            #expect(result.exitCode == 1)
            #expect(try bench.windows() == [-9, -8, -7, -4, -3, -2, -1, 0].map { noon + $0 * 300 })

            let plain = try bench.collect(from: server.url, at: noon + 300)
            #expect(plain.stderr == "metricsctl: warning: 2 windows could not be had: \(reason)\n")
            #expect(plain.exitCode == 0)
            expectSilence(try bench.collect(at: noon + 300))
            #expect(try bench.windows() == (-9...1).map { noon + $0 * 300 })
        }

        @Test("a backfill shows the windows that it has, and takes the bar away at the end")
        func backfill() throws {
            let (bench, url) = (try CollectBench(), SmallServer.url)
            let server = try CannedServer { request in
                if request.path.hasSuffix("query_range") { usleep(300_000) }
                return .forwarded(request, to: url)
            }
            let words =
                [MetricsctlRun.url.path]
                + bench.arguments(["--backfill", "4h"], from: server.url, at: SmallServer.noon)
            let command = words.map { "'\($0)'" }.joined(separator: " ")
            let program = Program(URL(fileURLWithPath: "/usr/bin/script"), environment: ["TERM": "xterm", "TZ": "UTC"])
            let result = try program.run("--quiet", "--return", "--command", command, "/dev/null")
            #expect(result.stdout.contains("100%  48 of 48 windows"))
            #expect(result.stdout.hasSuffix("\r\u{1B}[K"))
            #expect(result.exitCode == 0)
        }

        @Sendable private static func isOlder(_ request: CannedRequest) -> Bool {
            (request.field("end").flatMap { Int($0) } ?? SmallServer.noon) < SmallServer.noon - 9000
        }
    }
}
