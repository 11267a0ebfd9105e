import Archive
import Foundation
import Latency
import SQLiteStore
import TestSupport
import Testing

/// A day of an eventful fleet in a real Prometheus, collected by the real `metricsctl`, and the truth about it.
///
/// Making it takes a minute or two: a suite with the trait `.simulatedDay` shares one among its tests.
struct SimulatedDay: Sendable {
    @TaskLocal static var shared: SimulatedDay?

    static let start = 1_760_000_400 / 86_400 * 86_400
    static let end = start + 86_400
    static let metric = "request_duration_seconds"

    let folder: TemporaryFolder
    let prometheus: PrometheusServer
    let truth: Truth
    let collected: [CollectedWindow]

    var archivePath: String { folder.path("metrics.db") }

    fileprivate init() throws {
        folder = try TemporaryFolder()
        let simulated = try Program.modelsim().run(
            "history", "--seed", "3", "--start", "\(Self.start)", "--hours", "24", "--models", "16",
            "--scrape-interval",
            "15", "--out", folder.url.path)
        try #require(simulated.exitCode == 0, "\(simulated.stderr)")
        let samples = folder.url.appending(path: "metrics.om")
        prometheus = try PrometheusServer(history: samples)
        try FileManager.default.removeItem(at: samples)
        truth = try Truth(in: folder.url)

        let collect = try Program.metricsctl().run(
            "collect", "--prometheus-url", prometheus.url, "--db", folder.path("metrics.db"), "--backfill", "24h",
            "--at",
            Self.rfc3339(Self.end), "--timeout", "60")
        try #require(collect.exitCode == 0 && collect.stderr.isEmpty, "\(collect.stderr)")
        collected = try Self.windows(in: folder.path("metrics.db"))
    }

    /// All windows of an archive's only source, oldest first.
    static func windows(in path: String, from start: Int = start, to end: Int = end) throws -> [CollectedWindow] {
        let archive = try Archive(readingAt: path)
        let source = try #require(try archive.sources().first)
        var windows: [CollectedWindow] = []
        let all = Window(endedAt: start).advanced(by: -12)...Window(endedAt: end)
        _ = try archive.forEachWindow(of: source, in: all, newestFirst: false) { window in
            windows.append(window)
            return true
        }
        return windows
    }

    static func rfc3339(_ time: Int) -> String {
        Date(timeIntervalSince1970: Double(time)).formatted(.iso8601)
    }

    /// Every model of every collected window, beside its truth.
    func values() throws -> [(key: Truth.Key, value: ModelWindow, truth: Truth.Row)] {
        try collected.flatMap { window in
            try window.models.map { value in
                let key = Truth.Key(model: value.model, windowEnd: window.window.end)
                return (key, value, try #require(truth.rows[key]))
            }
        }
    }
}

/// Gives the tests of a suite a day in `SimulatedDay.shared`, and stops its Prometheus after the last of them.
struct SimulatedDayTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await SimulatedDay.$shared.withValue(try SimulatedDay()) { try await function() }
    }
}

extension Trait where Self == SimulatedDayTrait {
    static var simulatedDay: Self { SimulatedDayTrait() }
}
