import Foundation
import Latency
import Testing

@testable import Collector

/// `METRICSCTL_SEEDS=1000` tries a thousand times as many.
@Suite("Any course of events")
struct ReplicaPropertyTests {
    private static let rounds = ProcessInfo.processInfo.environment["METRICSCTL_SEEDS"].flatMap(UInt64.init) ?? 1

    @Test("has no exact window that is wrong, and never more requests than there were")
    func truthful() throws {
        var (exact, all) = (0, 0)
        for seed in 1...(400 * Self.rounds) {
            let timeline = ReplicaTimeline(seed: seed)
            var (counted, truth) = (0, 0)
            for window in ReplicaTimeline.windows.windows {
                let expected = timeline.truth[window] ?? 0
                truth += expected
                guard let increment = timeline.increment(in: window) else { continue }
                all += 1
                let requests = try increment.parts.reduce(0) { $0 + (try $1.part().requests) }
                counted += requests
                guard increment.quality == .exact else { continue }
                exact += 1
                #expect(requests == expected, "seed \(seed), window \(window.end)")
            }
            #expect(counted <= truth, "seed \(seed)")
        }
        #expect(Double(exact) > 0.6 * Double(all))
    }
}
