import TestSupport
import Testing

@testable import Latency

@Suite("A quantile")
struct QuantileTests {
    @Test("a histogram of one layout has the quantiles that it has beside an empty one of another", arguments: 0..<200)
    func oneLayout(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let bounds = Set(
            (0..<Int.random(in: 1...12, using: &random)).map { _ in
                Double(Int.random(in: 0...40, using: &random)) / 8
            }
        ).sorted()
        let layout = try #require(BucketLayout(upperBounds: bounds))
        let counts = (0..<layout.bucketCount).map { _ in max(0, Int.random(in: -3...9, using: &random)) }
        let part = try #require(Histogram.Part(layout: layout, counts: counts))
        let other = try #require(BucketLayout(upperBounds: [0.375]))
        let empty = try #require(Histogram.Part(layout: other, counts: [0, 0]))
        let alone = Histogram(part, sumMicroseconds: nil)
        let beside = Histogram([part, empty], sumMicroseconds: nil)
        for q in [0.001, 0.5, 0.9, 0.95, 0.99, 1] { #expect(alone.quantile(q) == beside.quantile(q)) }
    }

    @Test("is interpolated inside its bucket, and bracketed by that bucket's bounds")
    func interpolates() throws {
        // 100 requests up to 0.1, 60 up to 0.2, 40 up to 0.5. Rank 190 is the 30th of the 40: 0.2 + 0.3 * 30/40.
        let histogram = try histogram([0.1, 0.2, 0.5], [100, 60, 40, 0])
        let p95 = try #require(histogram.quantile(0.95))
        #expect(abs(p95.value - 0.425) < 1e-12)
        #expect(p95.lower == 0.2)
        #expect(p95.upper == 0.5)
    }

    @Test("of requests that all lie under the first bound is interpolated from zero, and its bracket begins there")
    func firstBucket() throws {
        let p95 = try #require(try histogram([0.3, 1], [20, 0, 0]).quantile(0.95))
        #expect(abs(p95.value - 0.285) < 1e-12)
        #expect(p95.lower == 0)
        #expect(p95.upper == 0.3)
    }

    @Test("above the last finite bound is that bound, with nothing above it")
    func aboveLastBound() throws {
        let p95 = try #require(try histogram([0.1, 60], [5, 5, 10]).quantile(0.95))
        #expect(p95 == QuantileEstimate(value: 60, lower: 60, upper: nil))
    }

    @Test(
        "of requests of which some have no bucket with a bound is not known, and those of the others stay as they are")
    func withoutBounds() throws {
        let layout = try #require(BucketLayout(upperBounds: []))
        func beside(_ count: Int) throws -> Histogram {
            let part = try #require(Histogram.Part(layout: layout, counts: [count]))
            return try histogram([0.1, 0.2], [9, 1, 0]).merged(with: Histogram(part, sumMicroseconds: nil))
        }
        #expect(try beside(1).quantile(0.5) == nil && beside(1).requests == 11)
        #expect(try beside(0).quantile(0.5) == histogram([0.1, 0.2], [9, 1, 0]).quantile(0.5))
    }

    @Test("whose rank is just a bucket's cumulative count is that bucket's upper bound")
    func rankOnBound() throws {
        let p50 = try #require(try histogram([0.1, 0.2], [10, 10, 0]).quantile(0.5))
        #expect(p50 == QuantileEstimate(value: 0.1, lower: 0, upper: 0.1))
    }

    @Test("does not begin in an empty bucket below its own")
    func emptyBuckets() throws {
        let p95 = try #require(try histogram([0.1, 0.2, 0.4, 0.8], [0, 0, 0, 10, 0]).quantile(0.95))
        #expect(p95.lower == 0.4)
        #expect(p95.upper == 0.8)
        #expect(abs(p95.value - 0.78) < 1e-12)
    }

    @Test("is unknown without requests")
    func noRequests() throws {
        #expect(Histogram().quantile(0.95) == nil)
        #expect(try histogram([0.1], [0, 0]).quantile(0.95) == nil)
    }

    @Test("is unknown without a finite bound")
    func noFiniteBound() throws {
        #expect(try histogram([], [7]).quantile(0.95) == nil)
    }

    @Test("of a bucket with the bound 0 is 0")
    func zeroBound() throws {
        #expect(try histogram([0, 1], [4, 0, 0]).quantile(0.5) == QuantileEstimate(value: 0, lower: 0, upper: 0))
    }

    @Test("of two layouts is bracketed by what both together vouch for")
    func twoLayouts() throws {
        // Of 200 requests, rank 190. Up to 4: 100 of the first layout for sure, at most 85 + 15 of the second.
        // Up to 5: 100 + 100. Up to 2: 100 and between 0 and 85. So the quantile lies in (2, 5].
        var both = try histogram([1, 2, 4], [50, 50, 0, 0])
        both.merge(try histogram([2.5, 5], [85, 15, 0]))
        let p95 = try #require(both.quantile(0.95))
        #expect(p95.lower == 2.5)
        #expect(p95.upper == 5)
        // Interpolated: at 2.5 185, at 4 100 + 85 + 15 * 1.5/2.5 = 194; 190 lies at 2.5 + 1.5 * 5/9.
        #expect(abs(p95.value - (2.5 + 1.5 * 5 / 9)) < 1e-12)
    }

    @Test("above all that two layouts vouch for says the highest bound that is sure to be exceeded")
    func twoLayoutsAbove() throws {
        // The first layout ends at 1 and has 10 of 20 requests above, anywhere; the second knows up to 60.
        var both = try histogram([1], [0, 10])
        both.merge(try histogram([1, 60], [10, 0, 0]))
        let p95 = try #require(both.quantile(0.95))
        #expect(p95 == QuantileEstimate(value: 1, lower: 1, upper: nil))
    }

    @Test("always lies in its bracket, as does the true nearest rank, for random samples in one to three layouts")
    func bracketHoldsTruth() throws {
        var random = SplitMix64(seed: 7)
        for _ in 0..<3000 {
            var samples: [Double] = []
            var merged = Histogram()
            let layouts = Int.random(in: 1...3, using: &random)
            for _ in 0..<layouts {
                let bounds = Set(
                    (0..<Int.random(in: 1...8, using: &random)).map { _ in
                        Double(Int.random(in: 1...40, using: &random)) / 4
                    }
                ).sorted()
                let own = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                    Double(Int.random(in: 0...48, using: &random)) / 4
                }
                var counts = [Int](repeating: 0, count: bounds.count + 1)
                for sample in own { counts[bounds.firstIndex { sample <= $0 } ?? bounds.count] += 1 }
                merged.merge(try histogram(bounds, counts))
                samples += own
            }
            samples.sort()
            for q in [0.5, 0.9, 0.95, 0.99, 1] {
                guard !samples.isEmpty else {
                    #expect(merged.quantile(q) == nil)
                    continue
                }
                let truth = samples[Int((q * Double(samples.count)).rounded(.up)) - 1]
                let estimate = try #require(merged.quantile(q))
                #expect(estimate.lower == 0 ? truth >= 0 : truth > estimate.lower)
                #expect(truth <= estimate.upper ?? .infinity)
                #expect(estimate.value >= estimate.lower)
                #expect(estimate.value <= estimate.upper ?? .infinity)
            }
        }
    }
}

/// A histogram of one layout, with counts per bucket.
func histogram(_ bounds: [Double], _ counts: [Int], sum: Int? = nil) throws -> Histogram {
    let layout = try #require(BucketLayout(upperBounds: bounds))
    return Histogram(try #require(Histogram.Part(layout: layout, counts: counts)), sumMicroseconds: sum)
}
