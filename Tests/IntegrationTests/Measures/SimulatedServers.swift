import Foundation
import Latency
import TestSupport
import Testing

/// Some time of model servers with all of their measures, as samples and as truth, in a folder of its own.
struct SimulatedServers: Sendable {
    static let start = 1_760_000_400 / 3600 * 3600

    let names: [String]
    let hours: Int
    let folder: TemporaryFolder
    let truth: [MeasureKey: MeasureCounts]

    var samples: URL { folder.url.appending(path: "metrics.om") }
    var archive: String { folder.path("metrics.db") }
    /// Seconds since 1970 UTC.
    var end: Int { Self.start + hours * 3600 }

    init(_ names: [String], hours: Int, seed: Int = 1, options: [String] = []) throws {
        (self.names, self.hours) = (names, hours)
        folder = try TemporaryFolder()
        let simulated = try Program.modelsim().run(
            [
                "history", "--seed", "\(seed)", "--start", "\(Self.start)", "--hours", "\(hours)", "--replicas", "2",
                "--out", folder.url.path,
            ] + names.flatMap { ["--server", $0] } + options)
        try #require(simulated.exitCode == 0, "\(simulated.stderr)")
        truth = try MeasureTruth.rows(in: folder.url)
    }

    /// Collects all that is there, by their presets and regions.
    ///
    /// - Parameters:
    ///   - more: further sources, as the configuration has them.
    ///   - time: seconds since 1970 UTC; the end where nothing is said.
    func collect(
        from url: String, more: [String] = [], at time: Int? = nil, backfill: Bool = true
    ) throws -> Program.Result {
        let sources = names.map { "{name: \($0), url: '\(url)', preset: \($0), by: [region], timeout: 2m}" }
        return try collect(sources: more + sources, at: time ?? end, backfill: backfill)
    }

    func collect(sources: [String], at time: Int, backfill: Bool = true) throws -> Program.Result {
        let file = folder.url.appending(path: "config.yaml")
        let text = "archive: metrics.db\nsources:\n" + sources.map { "  - \($0)\n" }.joined()
        try text.write(to: file, atomically: true, encoding: .utf8)
        let hours = max(1, (time - Self.start) / 3600)
        return try Program.metricsctl().run(
            ["collect", "--config", file.path, "--at", SimulatedDay.rfc3339(time)]
                + (backfill ? ["--backfill", "\(hours)h"] : []))
    }
}
