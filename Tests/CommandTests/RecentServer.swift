import Foundation
import TestSupport
import Testing

/// One real Prometheus for all tests of a suite, over the last hour.
///
/// - `request_duration_seconds` of `gpt-4` in the label `model`, and `vllm:e2e_request_latency_seconds` of `qwen` in
///   `model_name`, scraped every 30 s
/// - `rare_seconds` of `gpt-4`, scraped every 400 s
/// - `temperature_celsius`, a gauge, and `up`
enum RecentServer {
    /// Set where a suite has the trait `.recentServer`.
    @TaskLocal static var url = ""

    fileprivate static var history: String {
        let now = Int(Date().timeIntervalSince1970)
        var lines: [String] = []
        for (metric, label, every) in [
            ("rare_seconds", "model=\"gpt-4\"", 400), ("request_duration_seconds", "model=\"gpt-4\"", 30),
            ("vllm:e2e_request_latency_seconds", "model_name=\"qwen\"", 30),
        ] {
            for (count, time) in stride(from: now - 3600, through: now, by: every).enumerated() {
                let labels = "job=\"api\",instance=\"a\",\(label)"
                for bound in ["0.1", "1.0", "+Inf"] {
                    lines.append("\(metric)_bucket{\(labels),le=\"\(bound)\"} \(count) \(time)")
                }
                lines.append("\(metric)_sum{\(labels)} \(count) \(time)")
            }
        }
        for time in stride(from: now - 3600, through: now, by: 30) {
            lines.append("up{job=\"api\",instance=\"a\"} 1 \(time)")
            lines.append("temperature_celsius{job=\"api\",instance=\"a\"} 21 \(time)")
        }
        return (lines + ["# EOF\n"]).joined(separator: "\n")
    }
}

/// Starts the server before a suite's first test and stops it after its last.
struct RecentServerTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "history.om")
        try Data(RecentServer.history.utf8).write(to: file)
        let server = try PrometheusServer(history: file)
        try await RecentServer.$url.withValue(server.url, operation: function)
        withExtendedLifetime(server) {}
    }
}

extension Trait where Self == RecentServerTrait {
    static var recentServer: Self { Self() }
}
