import Archive
import Foundation
import Latency
import TestSupport
import Testing

/// Some hours of an eventful fleet as samples and as truth, in a folder of its own.
struct SimulatedFleet: Sendable {
    /// What a fleet has and lacks. The same one always behaves alike.
    struct Plan: Sendable, CustomTestStringConvertible {
        var seed = 1
        var hours = 9
        var models = 8
        var replicas = 2
        /// `up`, `process-start`, `samples-scraped`: what the server knows nothing of.
        var without: [String] = []

        var testDescription: String {
            "seed \(seed)" + (without.isEmpty ? "" : " without " + without.joined(separator: ", "))
        }
    }

    static let start = 1_760_000_400 / 86_400 * 86_400
    static let metric = "request_duration_seconds"

    let plan: Plan
    let folder: TemporaryFolder
    let truth: Truth

    var samples: URL { folder.url.appending(path: "metrics.om") }
    /// Seconds since 1970 UTC.
    var end: Int { Self.start + plan.hours * 3600 }

    init(_ plan: Plan) throws {
        self.plan = plan
        folder = try TemporaryFolder()
        let without = plan.without.isEmpty ? [] : ["--without"] + plan.without
        let simulated = try Program.modelsim().run(
            [
                "history", "--seed", "\(plan.seed)", "--start", "\(Self.start)", "--hours", "\(plan.hours)", "--models",
                "\(plan.models)", "--replicas", "\(plan.replicas)", "--out", folder.url.path,
            ] + without)
        try #require(simulated.exitCode == 0, "\(simulated.stderr)")
        truth = try Truth(in: folder.url)
    }

    /// All of it, collected at once into an archive of that name in its folder.
    func collected(from url: String, into name: String) throws -> [CollectedWindow] {
        let run = try collect(from: url, into: name)
        try #require(run.exitCode == 0 && run.stderr.isEmpty, "\(run.stderr)")
        return try SimulatedDay.windows(in: folder.path(name))
    }

    func collect(from url: String, into name: String) throws -> Program.Result {
        try Program.metricsctl().run(
            "collect", "--prometheus-url", url, "--db", folder.path(name), "--backfill", "\(plan.hours)h", "--at",
            SimulatedDay.rfc3339(end), "--timeout", "120")
    }
}
