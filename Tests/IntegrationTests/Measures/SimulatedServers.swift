import Foundation
import Latency
import TestSupport
import Testing

/// Some time of model servers with all of their measures, as samples that a server stores and as truth, in a folder of its own.
struct SimulatedServers: Sendable {
    static let start = 1_760_000_400 / 3600 * 3600

    let names: [String]
    let hours: Int
    let folder: TemporaryFolder
    private let options: [String]

    var archive: String { folder.path("metrics.db") }
    /// Seconds since 1970 UTC.
    var end: Int { Self.start + hours * 3600 }

    init(_ names: [String], hours: Int, seed: Int = 1, options: [String] = []) throws {
        (self.names, self.hours) = (names, hours)
        folder = try TemporaryFolder()
        // Days of them are scraped every 30 seconds, which is half the work.
        self.options =
            [
                "--seed", "\(seed)", "--start", "\(Self.start)", "--hours", "\(hours)", "--replicas", "2",
                "--scrape-interval", hours > 6 ? "30" : "15", "--out", folder.url.path,
            ] + names.flatMap { ["--server", $0] } + options
    }

    /// Simulates, and has a shell command store every two hours while the next are simulated: a day is more than memory holds.
    ///
    /// - Parameter command: with the path of a file of OpenMetrics behind it.
    func run(storing command: String) throws {
        let script = """
            set -euo pipefail
            mkfifo "$0/metrics.om"
            "$@" &
            awk -v folder="$0" '
                function finish() { print "# EOF" > piece; close(piece); print piece; fflush() }
                /^#/ { next }
                int($NF / 7200) != hours {
                    if (piece != "") finish()
                    hours = int($NF / 7200)
                    piece = folder "/" hours ".om"
                }
                { print > piece }
                END { finish() }
            ' "$0/metrics.om" | while read -r piece; do
                bash -c '\(command)' "$piece"
                rm "$piece"
            done
            wait $!
            """
        let simulator = Checkout.product("modelsim").path
        let result = try Program(URL(fileURLWithPath: "/bin/bash")).run(
            ["-c", script, folder.url.path, simulator, "history"] + options)
        try #require(result.exitCode == 0, "\(result.stderr)")
    }

    /// What was simulated.
    func truth() throws -> [MeasureKey: MeasureCounts] { try MeasureTruth.rows(in: folder.url) }

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
