import Foundation
import Synchronization
import TestSupport
import Testing

/// `metricsctl collect` as a process.
@Suite(.smallServer) enum CollectTests {}

/// Whatever the server does: one line on stderr, exit 1, what was collected stays as it was, and one record of the run.
extension CollectTests {
    @Suite struct Failures {
        /// When the run is due that fails: one window after the ones that `CollectBench.filled` has.
        private let later = SmallServer.noon + 300

        private static let checkRunning =
            "check the server's URL, that the server runs, and the proxy variables of the environment, if any"

        @Test("a bad answer is one line, stores nothing and is one run", arguments: BadAnswer.all)
        func badAnswer(_ bad: BadAnswer) throws {
            let bench = try CollectBench.filled()
            let server = try CannedServer { _ in bad.response }
            let message = bad.message.replacing("URL", with: server.url)
            try bench.expectFailedRun(bad.outcome, message, hint: bad.hint) {
                try bench.collect(from: server.url, at: later)
            }
        }

        @Test("a server that never answers is a timeout")
        func timeout() throws {
            let bench = try CollectBench.filled()
            let server = try CannedServer { _ in .silence }
            try bench.expectFailedRun(
                "timeout", "\(server.url): no answer within 0.5 s",
                hint: "allow more time with --timeout, or ask for less at once"
            ) { try bench.collect("--timeout", "0.5", from: server.url, at: later) }
        }

        @Test("a server that is down, unknown to DNS or without TLS is unreachable")
        func unreachable() throws {
            let bench = try CollectBench.filled()
            let down = try DeadPort(.refusing)
            for (url, reason) in [
                ("http://127.0.0.1:\(down.port)", "connection refused"),
                ("http://no-such-host.invalid:9090", "no such host"),
            ] {
                try bench.expectFailedRun("unreachable", "cannot reach \(url): \(reason)", hint: Self.checkRunning) {
                    try bench.collect(from: url, at: later)
                }
            }
            let plain = SmallServer.url.replacing("http://", with: "https://")
            let result = try bench.collect(from: plain, at: later)
            // The reason is OpenSSL's or GnuTLS's.
            #expect(result.stderr.hasPrefix("metricsctl: cannot reach \(plain): TLS failed: "))
            #expect(result.stderr.hasSuffix("\nhint: \(Self.checkRunning)\n"))
            #expect(result.stderr.split(separator: "\n").count == 2)
            #expect(result.exitCode == 1)
            #expect(try bench.outcomes() == ["success", "unreachable", "unreachable", "unreachable"])
        }

        @Test("an unknown metric fails with a list of what there is")
        func unknownMetric() throws {
            let bench = try CollectBench.filled()
            try bench.expectFailedRun(
                "rejected", "\(SmallServer.url) does not know the metric nope_seconds",
                hint: "choose one with --metric-name: \(SmallServer.histograms)"
            ) { try bench.collect("--metric-name", "nope_seconds", at: later) }
        }

        @Test("a metric that is no histogram fails with a list of those that are")
        func noHistogram() throws {
            let bench = try CollectBench.filled()
            try bench.expectFailedRun(
                "rejected",
                "temperature_celsius is not a histogram on \(SmallServer.url): it has no temperature_celsius_bucket",
                hint: "choose one with --metric-name: \(SmallServer.histograms)"
            ) { try bench.collect("--metric-name", "temperature_celsius", at: later) }
        }

        @Test("a selector with a syntax error is refused in the server's words")
        func selector() throws {
            let bench = try CollectBench.filled()
            let (data, outcomes) = (try bench.data(), try bench.outcomes())
            let result = try bench.collect("--source", "eu", "--selector", "job=api", at: later)
            let start = "metricsctl: \(SmallServer.url) rejects the query: "
            let hint = "hint: check --metric-name, --selector and --model-label; --dry-run prints the queries"
            #expect(result.stderr.hasPrefix(start))
            #expect(result.stderr.contains("parse error: "))
            #expect(result.stderr.hasSuffix("\n\(hint)\n"))
            #expect(result.stderr.split(separator: "\n").count == 2)
            #expect(result.stdout == "")
            #expect(result.exitCode == 1)
            #expect(try bench.data() == data)
            #expect(try bench.outcomes() == outcomes + ["rejected"])
        }

        @Test(
            "a known source is refused with another selector, label or unit",
            arguments: [
                ("--selector", #"job="api""#, "selector", ""), ("--model-label", "instance", "model label", "model"),
                ("--unit", "ms", "unit", "s"),
            ])
        func otherSource(flag: String, value: String, attribute: String, stored: String) throws {
            let bench = try CollectBench.filled()
            try bench.expectFailedRun(
                "storage",
                "source \"default\" collects request_duration_seconds with \(attribute) \"\(stored)\", not \"\(value)\"",
                hint: "give a source of another name: --source NAME"
                    + (flag == "--unit"
                        ? "; if the stored unit is wrong: metricsctl archive set-unit ms "
                            + "--metric-name request_duration_seconds --source default" : "")
                    + "; to begin anew: metricsctl archive forget-source default "
                    + "--metric-name request_duration_seconds"
            ) { try bench.collect(flag, value, at: later) }
        }

        @Test("a failure between two queries stores nothing of either")
        func halfWay() throws {
            let bench = try CollectBench.filled()
            let url = SmallServer.url
            let server = try CannedServer { request in
                let query = request.field("query") ?? ""
                return query.hasPrefix("count") ? .text("overloaded", status: 503) : .forwarded(request, to: url)
            }
            try bench.expectFailedRun(
                "unreachable", "\(server.url) is not ready (503): overloaded",
                hint: "nothing is lost: the next run fills the gap"
            ) { try bench.collect(from: server.url, at: later) }
            #expect(server.requests.count == 2)
        }

        @Test("a server that is back after a moment is asked again, silently under cron")
        func backAfterAMoment() throws {
            let bench = try CollectBench.filled()
            let url = SmallServer.url
            let isFirst = Atomic(true)
            let server = try CannedServer { request in
                isFirst.exchange(false, ordering: .relaxed)
                    ? .text("starting", status: 503) : .forwarded(request, to: url)
            }
            expectSilence(try bench.collect("--retries", "1", from: server.url, at: later))
            #expect(try bench.outcomes() == ["success", "success"])
        }

        @Test("the password of a proxy is neither printed nor stored")
        func proxyPassword() throws {
            let bench = try CollectBench.filled()
            let environment = ["http_proxy": "http://me:s3cret@127.0.0.1:1"]
            try bench.expectFailedRun(
                "unreachable", "cannot reach http://prometheus.example:9090: connection refused",
                hint: Self.checkRunning
            ) { try bench.collect(from: "http://prometheus.example:9090", at: later, environment: environment) }
            #expect(try !bench.sqlite(".dump").contains("s3cret"))
        }
    }
}
