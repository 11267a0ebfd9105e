import Testing

@testable import Latency

@Suite struct ClampedCountTests {
    private func histogram(_ bounds: [Double], _ counts: [Int]) throws -> Histogram {
        let layout = try #require(BucketLayout(upperBounds: bounds))
        return Histogram(try #require(Histogram.Part(layout: layout, counts: counts)), sumMicroseconds: 0)
    }

    @Test("counts that add up to more than 63 bits hold stay at the highest number, and say so")
    func sums() throws {
        let half = try histogram([1, 2], [.max / 2, 0, 0])
        #expect(half.merged(with: half).requests == .max - 1)
        #expect(!half.merged(with: half).isBeyondCounting)
        let more = half.merged(with: half).merged(with: half)
        #expect(more.requests == .max && more.isBeyondCounting)
        #expect(more.parts[0].counts == [.max, 0, 0])
        #expect(try histogram([1, 2], [.max, .max, .max]).isBeyondCounting)
    }

    @Test("percentiles of such counts are of one layout and of several some number, never a trap")
    func percentiles() throws {
        let one = try histogram([1, 2], [.max, .max, .max])
        let several = one.merged(with: try histogram([1.5], [.max, .max]))
        for q in [0.0001, 0.5, 0.95, 1] {
            #expect(one.quantile(q) != nil)
            #expect(several.quantile(q) != nil)
        }
    }
}
