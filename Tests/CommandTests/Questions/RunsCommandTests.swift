import Foundation
import TestSupport
import Testing

/// `metricsctl runs` after real collections.
extension CollectTests {
    @Suite struct Runs {
        private let noon = SmallServer.noon

        private func runs(of bench: CollectBench, _ more: String...) throws -> Program.Result {
            try Program.metricsctl().run(["runs", "--db", bench.archive] + more)
        }

        @Test("it tells what a run did, what another one failed of, and where")
        func successAndFailure() throws {
            let bench = try CollectBench.filled()
            let down = try DeadPort(.refusing)
            _ = try bench.collect(from: "http://127.0.0.1:\(down.port)", at: noon + 300)
            let answer = try runs(of: bench, "--at", SmallServer.text(noon + 600))
            #expect(answer.exitCode == 0 && answer.stderr.isEmpty)
            let json = try #require(try JSONSerialization.jsonObject(with: Data(answer.stdout.utf8)) as? [String: Any])
            let data = try #require(json["data"] as? [[String: Any]])
            #expect(data.map { $0["outcome"] as? String } == ["unreachable", "success"])
            #expect(data[0]["error"] as? String == "cannot reach http://127.0.0.1:\(down.port): connection refused")
            #expect(data[0]["bytes"] as? Int == 0)
            #expect(data[1]["error"] is NSNull)
            #expect(data[1]["windows"] as? Int == 3 && data[1]["models"] as? Int == 1)
            #expect(data[1]["retries"] as? Int == 0)
            // A collection asks at least for sums and events, and gets at least an empty answer to each.
            #expect(try #require(data[1]["queries"] as? Int) >= 2)
            #expect(try #require(data[1]["bytes"] as? Int) > 100)
            #expect(data[1]["started_at"] as? String == "2025-10-17T12:00:00+00:00")
        }

        @Test("--failed and --since choose among them")
        func choice() throws {
            let bench = try CollectBench.filled()
            _ = try bench.collect("--metric-name", "nope_seconds", at: noon + 300)
            let failed = try runs(of: bench, "--failed", "--format", "csv")
            #expect(failed.stdout.split(whereSeparator: \.isNewline).count == 2)
            #expect(failed.stdout.contains(",nope_seconds,") && failed.stdout.contains("does not know the metric"))
            let since = try runs(of: bench, "--since", "2m", "--at", SmallServer.text(noon + 310), "--format", "csv")
            #expect(since.stdout.split(whereSeparator: \.isNewline).count == 2)
            let named = try runs(of: bench, "--metric-name", "request_duration_seconds", "--format", "csv")
            #expect(named.stdout.contains(",success,3,1,") && !named.stdout.contains("nope"))
            expectComplaint(
                try runs(of: bench, "--since", "noon"),
                "since must be a span like 24h or 7d, or a time like 2025-10-17T14:30:00+09:00, got \"noon\"",
                hint: nil,
                exitCode: 64)
        }
    }
}
