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
        var (equalTotals, negative, ranged) = (0, 0, 0)
        for seed in 1...(300 * Self.rounds) {
            let timeline = ReplicaTimeline(seed: seed, tellsStart: tellsStart)
            var (counted, truth) = (0, 0)
            equalTotals += timeline.kinds.equalTotals
            negative += timeline.kinds.negative
            ranged += timeline.kinds.isRanged ? 1 : 0
            for window in ReplicaTimeline.windows.windows {
                let expected = timeline.truth[window] ?? .init()
                truth += expected.requests
                guard let increment = timeline.increment(in: window) else { continue }
                windows += 1
                let found = try increment.parts.reduce(ReplicaTimeline.Counted()) { found, part in
                    let fast = try #require(part.count(upTo: 0.1))
                    return found + .init(requests: try part.part().requests, fast: Int(fast))
                }
                counted += found.requests
                // Where every process tells its start, restarts hide nothing that a scrape shows.
                if tellsStart, increment.quality == .reset {
                    #expect(found == expected, "seed \(seed), window \(window.end), after a restart")
                }
                guard increment.quality == .exact else { continue }
                exact += 1
                if found != expected { wrong += 1 }
                #expect(found == expected, "seed \(seed), window \(window.end)")
            }
            #expect(counted <= truth, "seed \(seed)")
        }
        #expect(equalTotals > (tellsStart ? 100 : 10) && ranged > 40, "\(equalTotals), \(ranged)")
        #expect(!tellsStart || negative > 100, "\(negative)")
        return (windows, exact, wrong)
    }
}
