import Latency
import TestSupport
import Testing

@testable import Objectives

/// Raw latencies and their histograms: the truth that no bucket knows.
struct RawLatencies {
    /// In milliseconds.
    var all: [Double] = []

    /// Some of them at bounds, and some at what is asked about.
    init(_ count: Int, near points: [Double], _ random: inout SplitMix64) {
        for _ in 0..<count {
            let isAtPoint = Int.random(in: 0..<4, using: &random) == 0
            let spread = 5000 * Double.random(in: 0...1, using: &random) * Double.random(in: 0...1, using: &random)
            all.append(isAtPoint ? points.randomElement(using: &random) ?? spread : spread)
        }
    }

    func histogram(_ bounds: [Double]) throws -> Histogram {
        let layout = try #require(BucketLayout(upperBounds: bounds))
        var counts = [Int](repeating: 0, count: layout.bucketCount)
        for value in all { counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1 }
        return Histogram(try #require(Histogram.Part(layout: layout, counts: counts)), sumMicroseconds: nil)
    }

    func count(atMost limit: Double) -> Int { all.filter { $0 <= limit }.count }
}

@Suite struct LatencyLimitTests {
    private static let layouts: [[Double]] = [
        [100, 250, 500, 1000, 2500], [50, 100, 500, 2000], [500], [1, 10, 100, 1000, 10_000], [],
    ]

    @Test("the true number of requests at or below a limit is always inside, and exact at bounds", arguments: 0..<200)
    func truth(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let layouts = Self.layouts.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random))
        let between = Double.random(in: 0...6000, using: &random)
        for limit in [100, 500, 1000, 2500, 10_000, between] {
            var (histogram, truth, isExact) = (Histogram(), 0, true)
            for bounds in layouts {
                let raw = RawLatencies(Int.random(in: 0...40, using: &random), near: bounds + [limit], &random)
                histogram.merge(try raw.histogram(bounds))
                truth += raw.count(atMost: limit)
                if !bounds.contains(limit), !raw.all.isEmpty { isExact = false }
            }
            let range = LatencyLimit(milliseconds: limit).requests(of: histogram, unit: .milliseconds)
            #expect(range.low <= truth && truth <= range.high)
            if isExact { #expect(range == CountRange(low: truth, high: truth)) }
        }
    }

    @Test("a bound is itself in every unit", arguments: LatencyUnit.allCases)
    func units(unit: LatencyUnit) throws {
        for tenths in 1...200 {
            let milliseconds = Double(tenths) * 10
            // As a server would print it.
            let bound = try #require(Double("\(milliseconds / unit.milliseconds(1))"))
            let layout = try #require(BucketLayout(upperBounds: [bound]))
            let part = try #require(Histogram.Part(layout: layout, counts: [3, 4]))
            let range = LatencyLimit(milliseconds: milliseconds).requests(
                of: Histogram(part, sumMicroseconds: nil), unit: unit)
            #expect(range == CountRange(low: 3, high: 3), "\(milliseconds)")
        }
    }

    @Test("above the last bound and below the first nothing is sure but the whole")
    func beyond() throws {
        let layout = try #require(BucketLayout(upperBounds: [1, 2]))
        let part = try #require(Histogram.Part(layout: layout, counts: [5, 7, 9]))
        let histogram = Histogram(part, sumMicroseconds: nil)
        func range(_ limit: Double) -> CountRange {
            LatencyLimit(milliseconds: limit).requests(of: histogram, unit: .seconds)
        }
        #expect(range(500) == CountRange(low: 0, high: 5))
        #expect(range(1500) == CountRange(low: 5, high: 12))
        #expect(range(3000) == CountRange(low: 12, high: 21))
    }

    @Test("the nearest bounds are those that all layouts have")
    func nearest() throws {
        let seconds = try #require(BucketLayout(upperBounds: [0.5, 1, 2, 5, 10]))
        let milliseconds = try #require(BucketLayout(upperBounds: [1000, 4000, 10_000]))
        let limit = LatencyLimit(milliseconds: 3000)
        #expect(limit.nearestBounds(of: [(seconds, .seconds)]) == (2000, 5000))
        #expect(limit.nearestBounds(of: [(seconds, .seconds), (milliseconds, .milliseconds)]) == (1000, 10_000))
        #expect(LatencyLimit(milliseconds: 20_000).nearestBounds(of: [(seconds, .seconds)]) == (10_000, nil))
        #expect(limit.nearestBounds(of: []) == (nil, nil))
    }
}
