import Latency
import Testing

@testable import Collector

@Suite("Counts by range")
struct RangeCountsTests {
    private let half = "4.642e-01...5.275e-01"

    @Test("are at the bounds of their ranges, and there is nothing between them")
    func bounds() throws {
        let part = try counts([("1.000e+00...1.136e+00", 3), (half, 5), ("1.000e+18...+Inf", 1)]).part()
        #expect(part.requests == 9)
        let filled = zip(part.layout.upperBounds, part.counts).filter { $1 > 0 }.map { "\($0): \($1)" }
        #expect(filled == ["0.5275: 5", "1.136: 3"])
        #expect(part.counts.last == 1)
        #expect(part.layout.upperBounds.first == 1e-5 && part.layout.upperBounds.last == 1e4)
        // What is faster than any bound of the layout is in its first bucket.
        #expect(try counts([("0...1.000e-09", 2)]).part().counts.first == 2)
    }

    @Test("have a range from its first request on: what it counts is new")
    func newRange() throws {
        let (before, after) = (
            try counts([(half, 5)]), try counts([("0...1.000e-09", 1), (half, 7), ("5.275e-01...5.995e-01", 4)])
        )
        #expect(after.isComparable(to: before) && !after.hasFallenCount(since: before))
        #expect(try after.increment(since: before).part().requests == 7)
        #expect(before.hasFallenCount(since: after))
    }

    @Test("in milliseconds have the same bounds")
    func milliseconds() throws {
        let part = try counts([("4.642e+02...5.275e+02", 5)]).part(.milliseconds)
        #expect(part.layout.upperBounds.first == 1e-2 && part.layout.upperBounds.last == 1e7)
    }

    @Test(
        "are refused where they are no ranges, or overlap", arguments: ["1.0", "a...b", "2...1", "-1...1", "0.4...0.5"])
    func refused(range: String) {
        #expect(throws: CumulativeBuckets.Refusal.self) { try counts([(half, 5), (range, 1)]) }
    }

    private func counts(_ ranges: [(String, Double)]) throws -> CumulativeBuckets {
        var counts = RangeCounts()
        for (range, count) in ranges { try counts.add(count, range: range) }
        return try counts.cumulative(sum: nil)
    }
}
