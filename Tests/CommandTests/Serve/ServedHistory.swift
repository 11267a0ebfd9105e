import Foundation
import TestSupport
import Testing

/// One real Prometheus for all tests of a suite, over a history that is written down: started before the first test,
/// stopped after the last.
struct ServedHistory: SuiteTrait, TestScoping {
    let url: TaskLocal<String>
    let history: @Sendable () -> String

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "history.om")
        try Data(history().utf8).write(to: file)
        let server = try PrometheusServer(history: file)
        try await url.withValue(server.url, operation: function)
        withExtendedLifetime(server) {}
    }
}

/// A history as OpenMetrics text, of the one target `a` of the job `api`.
struct HistoryText {
    private var lines: [String] = []
    private static let target = #"job="api",instance="a""#

    /// A scrape of a histogram; `counts` are cumulative, by bound, `label` is the model's: `model="gpt-4"`.
    mutating func add(_ metric: String, _ label: String, _ counts: [(bound: String, Int)], sum: Double, at time: Int) {
        for (bound, count) in counts {
            lines.append("\(metric)_bucket{\(Self.target),\(label),le=\"\(bound)\"} \(count) \(time)")
        }
        lines.append("\(metric)_sum{\(Self.target),\(label)} \(sum) \(time)")
    }

    /// A scrape of `up` and of a gauge.
    mutating func addTarget(at time: Int) {
        lines.append("up{\(Self.target)} 1 \(time)")
        lines.append("temperature_celsius{\(Self.target)} 21 \(time)")
    }

    /// A scrape of when the target's process began.
    mutating func addStart(_ start: Int, at time: Int) {
        lines.append("process_start_time_seconds{\(Self.target)} \(start) \(time)")
    }

    var text: String { (lines + ["# EOF\n"]).joined(separator: "\n") }
}
