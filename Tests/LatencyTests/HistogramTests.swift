import Latency
import TestSupport
import Testing

@Suite("A histogram")
struct HistogramTests {
    @Test("adds counts of equal layouts bucket by bucket, and sums of latencies")
    func mergesEqualLayouts() throws {
        let merged = try histogram([1, 2], [1, 2, 3], sum: 10).merged(with: histogram([1, 2], [10, 20, 30], sum: 5))
        #expect(merged == (try histogram([1, 2], [11, 22, 33], sum: 15)))
        #expect(merged.requests == 66)
    }

    @Test("keeps different layouts apart")
    func keepsLayoutsApart() throws {
        let merged = try histogram([1, 2], [1, 0, 0], sum: 0).merged(with: histogram([1, 4], [0, 1, 0], sum: 0))
        #expect(merged.parts.count == 2)
        #expect(merged.requests == 2)
    }

    @Test("knows no sum once a part of it has none")
    func unknownSum() throws {
        let merged = try histogram([1], [1, 0], sum: nil).merged(with: histogram([1], [1, 0], sum: 5))
        #expect(merged.sumMicroseconds == nil)
    }

    @Test("refuses counts that don't fit the layout, or are negative")
    func refusesBadCounts() throws {
        let layout = try #require(BucketLayout(upperBounds: [1, 2]))
        #expect(Histogram.Part(layout: layout, counts: [1, 2]) == nil)
        #expect(Histogram.Part(layout: layout, counts: [1, -1, 0]) == nil)
    }

    @Test("refuses bounds that no latency has")
    func refusesBadBounds() {
        for bounds in [[2, 1], [1, 1], [-1, 1], [Double.infinity], [Double.nan]] as [[Double]] {
            #expect(BucketLayout(upperBounds: bounds) == nil)
        }
    }

    @Test("merges the same in any order and any grouping, and the empty one changes nothing")
    func mergeIsAssociativeAndCommutative() throws {
        var random = SplitMix64(seed: 11)
        for _ in 0..<500 {
            let (a, b, c) = (try arbitrary(&random), try arbitrary(&random), try arbitrary(&random))
            #expect(a.merged(with: b) == b.merged(with: a))
            #expect(a.merged(with: b).merged(with: c) == a.merged(with: b.merged(with: c)))
            #expect(a.merged(with: Histogram()) == a)
        }
    }

    private func arbitrary(_ random: inout SplitMix64) throws -> Histogram {
        var result = Histogram()
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let bounds: [Double] = [[0.5, 1], [0.5, 2], [1, 2, 3]][Int.random(in: 0...2, using: &random)]
            let counts = (0...bounds.count).map { _ in Int.random(in: 0...9, using: &random) }
            let sum = Int.random(in: 0...5, using: &random)
            result.merge(try histogram(bounds, counts, sum: sum == 0 ? nil : sum))
        }
        return result
    }
}
