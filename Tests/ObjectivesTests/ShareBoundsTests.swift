import Latency
import TestSupport
import Testing

@testable import Objectives

@Suite struct ShareBoundsTests {
    /// One source's requests, each with what is true of it.
    private struct Truth {
        var good = 0
        var all = 0

        /// Makes up requests, counts them as the source would, and keeps what is true of those that belong to the stretch.
        mutating func add(
            _ isAmong: Bool, _ known: KnownMetric.ErrorsInLatency, _ random: inout SplitMix64
        ) throws -> EventCounts {
            let layouts: [[Double]] = [[500], [1000], [300, 2000], [100, 1000, 3000]]
            let bounds = try #require(layouts.randomElement(using: &random))
            var events = EventCounts(known)
            let edge = Int.random(in: 0..<2, using: &random) * 20
            for (count, isEdge) in [(Int.random(in: 0...60, using: &random), false), (edge, true)] {
                let raw = RawLatencies(count, near: [1000], &random)
                let failing = Double.random(in: 0...0.4, using: &random)
                var (latencies, errors) = (RawLatencies(0, near: [], &random), 0)
                for value in raw.all {
                    let fails = Double.random(in: 0..<1, using: &random) < failing
                    errors += fails ? 1 : 0
                    if !fails || isAmong { latencies.all.append(value) }
                    guard !isEdge || Bool.random(using: &random) else { continue }
                    all += 1
                    good += !fails && value <= 1000 ? 1 : 0
                }
                let range = LatencyLimit(milliseconds: 1000).requests(
                    of: try latencies.histogram(bounds), unit: .milliseconds)
                let counts = EventCounts.Counts(requests: latencies.all.count, good: range, errors: errors)
                if isEdge { events.edges.add(counts) } else { events.inside.add(counts) }
            }
            return events
        }
    }

    @Test("the truth is inside, whatever is known of errors and of hours in part", arguments: 0..<400)
    func truth(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var truth = Truth()
        let events = try (0..<Int.random(in: 1...4, using: &random)).map { _ in
            let isAmong = Bool.random(using: &random)
            let isKnown = Bool.random(using: &random)
            return try truth.add(isAmong, isKnown ? isAmong ? .yes : .no : .unknown, &random)
        }
        guard let bounds = ShareBounds(events) else { return }
        let share = try #require(ExactShare(truth.good, of: max(1, truth.all)))
        if truth.all > 0 { #expect(bounds.low <= share && share <= bounds.high) }
    }

    @Test("at a bound, with nothing unknown, both ends are the truth")
    func exact() throws {
        var events = EventCounts(.no)
        events.inside = .init(requests: 97, good: CountRange(low: 90, high: 90), errors: 3)
        let bounds = try #require(ShareBounds([events]))
        #expect(bounds.low == bounds.high && bounds.low == ExactShare(90, of: 100))
        #expect(ShareBounds([EventCounts(.no)]) == nil)
        #expect(ShareBounds([]) == nil)
    }

    @Test(
        "errors count by what is known of them",
        arguments: [
            (KnownMetric.ErrorsInLatency.no, [90, 110], [95, 110]), (.yes, [80, 100], [90, 100]),
            (.unknown, [80, 100], [90, 100]),
        ])
    func errors(known: KnownMetric.ErrorsInLatency, low: [Int], high: [Int]) throws {
        var events = EventCounts(known)
        events.inside = .init(requests: 100, good: CountRange(low: 90, high: 95), errors: 10)
        let bounds = try #require(ShareBounds([events]))
        #expect(bounds.low == ExactShare(low[0], of: low[1]))
        #expect(bounds.high == ExactShare(high[0], of: high[1]))
    }

    @Test("shares are rounded away from each other")
    func rounding() throws {
        let third = try #require(ExactShare(1, of: 3))
        #expect(third.roundedDown == 333_333 && third.roundedUp == 333_334)
        let half = try #require(ExactShare(1, of: 2))
        #expect(half.roundedDown == 500_000 && half.roundedUp == 500_000)
        let huge = try #require(ExactShare(.max - 1, of: .max))
        #expect(huge.roundedDown == 999_999 && huge.roundedUp == 1_000_000)
        let target = try #require(Share("99.9999%"))
        #expect(ExactShare(999_999, of: 1_000_000)?.reaches(target) == true)
        #expect(ExactShare(9_999_989, of: 10_000_000)?.reaches(target) == false)
    }
}
