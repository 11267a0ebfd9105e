import Glibc
import Latency
import TestSupport
import Testing

@testable import Collector
@testable import Prometheus

@Suite("A native histogram")
struct NativeHistogramTests {
    @Test("has its counts in the layout of schema 3, those of empty buckets included")
    func exponential() throws {
        let part = try counters(schema: 3, [-9: 2, 0: 3, 1: 1]).part()
        #expect(part.layout == ExponentialBounds.layouts(.seconds)[0])
        #expect(part.requests == 6)
        for (eighth, count) in [(-9, 2), (0, 3), (1, 1)] {
            let bucket = try #require(
                part.layout.upperBounds.firstIndex { abs($0 / exp2(Double(eighth) / 8) - 1) < 1e-9 })
            #expect(part.counts[bucket] == count)
        }
    }

    @Test("that is finer is merged to schema 3", arguments: 4...8)
    func finer(schema: Int) throws {
        var random = SplitMix64(seed: UInt64(schema))
        var fine: [Int: Int] = [:]
        var coarse: [Int: Int] = [:]
        for _ in 0..<500 {
            let number = Int.random(in: -2000...1000, using: &random)
            fine[number, default: 0] += 1
            coarse[Int((Double(number) / Double(1 << (schema - 3))).rounded(.up)), default: 0] += 1
        }
        #expect(try counters(schema: schema, fine).part() == counters(schema: 3, coarse).part())
    }

    @Test("that is coarser has a layout of its schema", arguments: -4...2)
    func coarser(schema: Int) throws {
        let part = try counters(schema: schema, [0: 2, 1: 5]).part()
        #expect(part.layout == ExponentialBounds.layouts(.seconds)[3 - schema])
        #expect(part.requests == 7)
        let one = try #require(part.layout.upperBounds.firstIndex(of: 1))
        #expect(part.counts[one] == 2)
    }

    @Test("has what lies outside the range of all layouts in the first and in the last bucket")
    func outside() throws {
        let part = try counters(schema: 3, [-200: 1, 200: 3]).part()
        #expect(part.counts.first == 1 && part.counts.last == 3 && part.requests == 4)
    }

    @Test("has no bounds inside its zero bucket, and one that reaches into the next bucket cuts that short")
    func zeroBucket() throws {
        let bucket = NativeHistogram.Bucket(lower: -0.001, upper: 0.001, count: 4)
        let next = NativeHistogram.Bucket(lower: 0.001, upper: exp2(-79.0 / 8), count: 5)
        let part = try CumulativeBuckets(NativeHistogram(count: 10, sum: 1, buckets: [bucket, next])).part()
        #expect(part.layout.upperBounds.first.map { abs($0 / exp2(-79.0 / 8) - 1) < 1e-9 } == true)
        #expect(part.counts.first == 9 && part.counts.last == 1)

        let usual = NativeHistogram.Bucket(lower: -0x1p-128, upper: 0x1p-128, count: 4)
        let whole = try CumulativeBuckets(NativeHistogram(count: 4, sum: 0, buckets: [usual])).part()
        #expect(whole.layout == ExponentialBounds.layouts(.seconds)[0] && whole.counts.first == 4)
    }

    @Test("with custom buckets has the bounds of those that are filled")
    func custom() throws {
        let histogram = NativeHistogram(
            count: 9, sum: 4,
            buckets: [
                .init(lower: -.infinity, upper: 0.1, count: 2), .init(lower: 0.25, upper: 0.5, count: 3),
                .init(lower: 10, upper: .infinity, count: 4),
            ])
        let part = try CumulativeBuckets(histogram).part()
        #expect(part.layout.upperBounds == [0.1, 0.25, 0.5, 10])
        #expect(part.counts == [2, 0, 3, 0, 4])
    }

    @Test("with custom buckets that grows into new ones loses no bound")
    func customGrowth() throws {
        let before = try CumulativeBuckets(custom(count: 2, [.init(lower: 0.5, upper: 1, count: 2)]))
        let now = try CumulativeBuckets(
            custom(count: 7, [.init(lower: 0.5, upper: 1, count: 3), .init(lower: 1, upper: 2.5, count: 4)]))
        let part = try now.increment(since: before).part()
        #expect(part.layout.upperBounds == [0.5, 1, 2.5])
        #expect(part.counts == [0, 1, 4, 0])
    }

    @Test("counts what a clock that was set back made of latencies at its lowest bound, as a classic one does")
    func belowZero() throws {
        let buckets: [NativeHistogram.Bucket] = [
            .init(lower: -2, upper: -1, count: 1), .init(lower: 1, upper: 2, count: 3),
        ]
        let part = try CumulativeBuckets(custom(count: 4, buckets)).part()
        #expect(part.requests == 4)
        #expect(part.counts.filter { $0 > 0 } == [1, 3])
        #expect(part.layout.upperBounds.contains(2))
        #expect(try CumulativeBuckets(custom(count: 1, Array(buckets.prefix(1)))).part().requests == 1)
    }

    @Test(
        "is refused, with a reason, where latencies can't have made it",
        arguments: [
            (1, [.init(lower: 1, upper: 2, count: -1)], "has an impossible count -1.0"),
            (1, [.init(lower: 1, upper: 2, count: .nan)], "has an impossible count nan"),
            (1, [.init(lower: 1, upper: 2, count: 2)], "has fewer requests than in its buckets"),
            (.nan, [.init(lower: 1, upper: 2, count: 2)], "has fewer requests than in its buckets"),
            (
                4, [.init(lower: 1, upper: 2, count: 2), .init(lower: 0.5, upper: 1, count: 2)],
                "has buckets that overlap"
            ),
            (
                4, [.init(lower: 1, upper: 2, count: 2), .init(lower: 0.5, upper: 3, count: 2)],
                "has buckets that overlap"
            ),
        ] as [(Double, [NativeHistogram.Bucket], String)])
    func refused(count: Double, buckets: [NativeHistogram.Bucket], reason: String) {
        let refusal = #expect(throws: CumulativeBuckets.Refusal.self) {
            try CumulativeBuckets(custom(count: count, buckets))
        }
        #expect(refusal?.reason == reason)
    }

    @Test("that lowers its resolution is no restart, and the difference has the coarser one")
    func lowered() throws {
        let before = try counters(schema: 3, [1: 4, 8: 2, 9: 1])
        let now = try counters(schema: 0, [1: 7, 2: 1])
        #expect(!now.hasFallen(since: before))
        let part = try now.increment(since: before).part()
        #expect(part.layout == ExponentialBounds.layouts(.seconds)[3])
        #expect(part.requests == 1 && part.counts[15] == 1)
        // One more fell than came: 6 were in the bucket up to 2.
        #expect(try counters(schema: 0, [1: 5, 2: 9]).hasFallen(since: before))
    }

    @Test("in the place of a classic one goes on from its counts, at the bounds that both have")
    func afterClassic() throws {
        var classic = CumulativeBuckets()
        for (le, count) in [("0.1", 3.0), ("0.5", 10), ("1", 20), ("2.5", 40), ("+Inf", 50)] {
            try classic.add(count, le: le)
        }
        // 0.5 and 1 are powers of two.
        let native = try counters(schema: 3, [-30: 4, -10: 7, -2: 12, 5: 19, 12: 3, 40: 9])
        #expect(!native.hasFallen(since: classic) && native.isComparable(to: classic))
        let part = try native.increment(since: classic).part()
        #expect(part.layout.upperBounds == [0.5, 1])
        #expect(part.counts == [1, 2, 1])
        #expect(try counters(schema: 3, [-30: 40]).hasFallen(since: classic))
    }

    @Test("of random latencies, subtracted, is the histogram of those in between, at any two resolutions")
    func differences() throws {
        var random = SplitMix64(seed: 11)
        for _ in 0..<200 {
            let latencies = (0..<200).map { _ in exp2(Double.random(in: -12...9, using: &random)) }
            let (first, second) = (Int.random(in: -2...6, using: &random), Int.random(in: -2...6, using: &random))
            let before = try counters(of: latencies.prefix(120), schema: first)
            let now = try counters(of: latencies[...], schema: second)
            let part = try now.increment(since: before).part()
            #expect(part.layout == ExponentialBounds.layouts(.seconds)[3 - min(first, second, 3)])
            var below = 0
            for (bound, count) in zip(part.layout.upperBounds, part.counts) {
                below += count
                #expect(below == latencies.dropFirst(120).count { $0 <= bound })
            }
            #expect(part.requests == 80)
        }
    }

    // MARK: Fixtures

    private func custom(count: Double, _ buckets: [NativeHistogram.Bucket]) -> NativeHistogram {
        NativeHistogram(count: count, sum: 0, buckets: buckets)
    }

    private func counters(of latencies: ArraySlice<Double>, schema: Int) throws -> CumulativeBuckets {
        let numbers = latencies.map { Int((log2($0) * exp2(Double(schema))).rounded(.up)) }
        return try counters(schema: schema, Dictionary(numbers.map { ($0, 1) }, uniquingKeysWith: +))
    }

    /// As a server prints it: bounds as decimals, empty buckets left out.
    private func counters(schema: Int, _ counts: [Int: Int]) throws -> CumulativeBuckets {
        let step = exp2(-Double(schema))
        let buckets = counts.sorted { $0.key < $1.key }.map { number, count in
            NativeHistogram.Bucket(
                lower: exp2(Double(number - 1) * step), upper: exp2(Double(number) * step).nextUp, count: Double(count))
        }
        let count = Double(counts.values.reduce(0, +))
        return try CumulativeBuckets(NativeHistogram(count: count, sum: count, buckets: buckets))
    }
}
