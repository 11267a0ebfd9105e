import Foundation
import Latency
import Testing

@testable import Collector

/// `METRICSCTL_SEEDS=100` tries a hundred times as many.
@Suite("Any course of events")
struct ReplicaPropertyTests {
    private static let rounds = ProcessInfo.processInfo.environment["METRICSCTL_SEEDS"].flatMap(UInt64.init) ?? 1

    @Test("has no exact window that is wrong, and never more requests than there were")
    func truthful() throws {
        let found = try outcomes(tellsStart: true)
        #expect(found.wrong == 0)
        #expect(found.exact > found.windows * 6 / 10)
    }

    @Test("has no exact window that is wrong where no process tells its start, either")
    func withoutStarts() throws {
        let found = try outcomes(tellsStart: false)
        #expect(found.wrong == 0)
        #expect(found.exact > found.windows * 4 / 10)
    }

    private func outcomes(tellsStart: Bool) throws -> (windows: Int, exact: Int, wrong: Int) {
        var (windows, exact, wrong) = (0, 0, 0)
        for seed in 1...(300 * Self.rounds) {
            let timeline = ReplicaTimeline(seed: seed, tellsStart: tellsStart)
            var (counted, truth) = (0, 0)
            for window in ReplicaTimeline.windows.windows {
                let expected = timeline.truth[window] ?? 0
                truth += expected
                guard let increment = timeline.increment(in: window) else { continue }
                windows += 1
                let requests = try increment.parts.reduce(0) { $0 + (try $1.part().requests) }
                counted += requests
                guard increment.quality == .exact else { continue }
                exact += 1
                if requests != expected { wrong += 1 }
                #expect(requests == expected, "seed \(seed), window \(window.end)")
            }
            #expect(counted <= truth, "seed \(seed)")
        }
        return (windows, exact, wrong)
    }
}
