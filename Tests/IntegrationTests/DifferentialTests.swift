import Foundation
import Latency
import TestSupport
import Testing

/// Fleets of several seeds, each also without some of the evidence that servers have of their targets, held against their
/// truth. `METRICSCTL_SEEDS=20` looks at so many seeds.
@Suite("Any fleet, collected from a real Prometheus and a real VictoriaMetrics", .serialized)
struct DifferentialTests {
    private static let seeds = ProcessInfo.processInfo.environment["METRICSCTL_SEEDS"].flatMap(Int.init) ?? 1
    private static let fleets = (1...max(1, seeds)).flatMap { seed in
        [[], ["process-start"], ["up", "samples-scraped"], ["process-start", "samples-scraped"]].enumerated().map {
            SimulatedFleet.Plan(seed: 10 * seed + $0, without: $1)
        }
    }

    @Test("has no exact window that is wrong, and no request counted twice", arguments: fleets)
    func truthful(plan: SimulatedFleet.Plan) throws {
        let fleet = try SimulatedFleet(plan)
        let prometheus = try PrometheusServer(history: fleet.samples)
        let collected = try fleet.collected(from: prometheus.url, into: "prometheus.db")
        try expectExactness(of: collected, in: fleet)
        try expectTotals(of: collected, in: fleet)

        let victoria = try VictoriaMetricsServer(history: fleet.samples)
        let theirs = try fleet.collected(from: victoria.url, into: "victoria.db")
        #expect(theirs.map(counts) == collected.map(counts))
    }

    private func expectExactness(of windows: [CollectedWindow], in fleet: SimulatedFleet) throws {
        var exact = 0
        for window in windows {
            for value in window.models where value.quality == .exact {
                let key = Truth.Key(model: value.model, windowEnd: window.window.end)
                let parts = value.histogram.parts.filter { $0.requests > 0 }.map { ($0.layout.upperBounds, $0.counts) }
                let truth = (fleet.truth.buckets[key] ?? [:]).filter { $0.value.contains { $0 > 0 } }
                #expect(Dictionary(uniqueKeysWithValues: parts) == truth, "\(key)")
                exact += 1
            }
        }
        #expect(exact > 600)
    }

    /// Within 0.02 % where all evidence is there. Without it requests that nobody can vouch for are left out: those
    /// before the first scrape of a replica, never more than 0.2 %, and in windows that say so.
    private func expectTotals(of windows: [CollectedWindow], in fleet: SimulatedFleet) throws {
        for model in fleet.truth.models {
            let truth = fleet.truth.rows.filter { $0.key.model == model }.values.reduce(0) { $0 + $1.requests }
            let values = windows.flatMap { $0.models.filter { $0.model == model } }
            let missing = truth - values.reduce(0) { $0 + $1.histogram.requests }
            if fleet.plan.without.isEmpty {
                #expect(abs(missing) <= truth / 5000, "\(model): \(missing) of \(truth) are missing")
            } else {
                #expect((0...truth / 500 + 3).contains(missing), "\(model): \(missing) of \(truth) are missing")
            }
        }
    }

    /// All but the sums of latencies, whose last digits depend on the order in which a server adds them up.
    private func counts(_ window: CollectedWindow) -> [String] {
        window.models.map { "\(window.window.end) \($0.model) \($0.quality) \($0.histogram.parts)" }
    }
}
