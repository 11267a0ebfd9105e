import Latency
import Testing

@testable import Statistics

@Suite struct SuperiorityTests {
    /// Every pair of requests looked at: the definition.
    private func share(of later: [Int], over earlier: [Int]) -> Double {
        var (points, pairs) = (0.5, 1.0)
        for (bucket, count) in later.enumerated() {
            for (other, their) in earlier.enumerated() {
                let product = Double(count * their)
                pairs += product
                if bucket > other { points += product }
                if bucket == other { points += product / 2 }
            }
        }
        return points / pairs
    }

    @Test(arguments: [
        ([3, 1, 0, 4], [1, 5, 2, 2]), ([0, 0, 9], [9, 0, 0]), ([1, 0, 0], [0, 0, 7]), ([0, 0], [3, 4]),
    ])
    func `the share is that of all pairs`(later: [Int], earlier: [Int]) {
        let found = Superiority.share(of: later.map(Double.init), over: earlier.map(Double.init))
        #expect(abs(found - share(of: later, over: earlier)) < 1e-12)
    }

    @Test func `equal counts are no effect, and sides exchanged are the opposite one`() {
        #expect(Superiority.logit(of: [5, 6, 7], over: [50, 60, 70]) == 0)
        let effect = Superiority.logit(of: [1, 2, 3], over: [3, 2, 1])
        #expect(effect > 0)
        #expect(abs(Superiority.logit(of: [3, 2, 1], over: [1, 2, 3]) + effect) < 1e-12)
    }
}

@Suite struct AlignedCountsTests {
    private func histogram(_ parts: (bounds: [Double], counts: [Int])...) throws -> Histogram {
        let made = try parts.map { part -> Histogram.Part in
            let layout = try #require(BucketLayout(upperBounds: part.bounds))
            return try #require(Histogram.Part(layout: layout, counts: part.counts))
        }
        return Histogram(made, sumMicroseconds: nil)
    }

    @Test func `different layouts are counted by the bounds that both have`() throws {
        let aligned = AlignedCounts([
            try histogram((bounds: [1, 2, 4], counts: [1, 2, 3, 4])),
            try histogram((bounds: [0.5, 2, 3, 4], counts: [10, 20, 30, 40, 50])),
        ])
        #expect(aligned?.bounds == [2, 4])
        #expect(aligned?.counts == [[3, 3, 4], [30, 70, 50]])
    }

    @Test func `the parts of one histogram are added up`() throws {
        let both = try histogram((bounds: [1, 2], counts: [1, 2, 3]), (bounds: [2, 3], counts: [4, 5, 6]))
        #expect(AlignedCounts([both])?.counts == [[7, 14]])
    }

    @Test func `a layout without requests takes no bound away`() throws {
        let aligned = AlignedCounts([
            try histogram((bounds: [1, 2], counts: [1, 2, 3]), (bounds: [7], counts: [0, 0]))
        ])
        #expect(aligned?.bounds == [1, 2])
    }

    @Test func `without a common bound or requests there is nothing to compare`() throws {
        let strangers = [
            try histogram((bounds: [1], counts: [1, 0])), try histogram((bounds: [2], counts: [1, 0])),
        ]
        #expect(AlignedCounts(strangers) == nil)
        let counter = try histogram((bounds: [], counts: [5]))
        #expect(AlignedCounts([counter]) == nil)
        #expect(AlignedCounts([Histogram()]) == nil)
    }
}

@Suite struct CountedQuantileTests {
    @Test(arguments: [0.05, 0.5, 0.95, 0.999, 1])
    func `it is that of the histogram`(quantile: Double) throws {
        let bounds = [0.5, 1, 2, 5]
        let counts = [3, 0, 40, 20, 1]
        let layout = try #require(BucketLayout(upperBounds: bounds))
        let part = try #require(Histogram.Part(layout: layout, counts: counts))
        let histogram = Histogram(part, sumMicroseconds: nil)
        let expected = try #require(histogram.quantile(quantile))
        let found = CountedQuantile(quantile, of: counts.map(Double.init), bounds: bounds)
        #expect(found?.upper == expected.upper)
        if let found {
            #expect(abs(found.value - expected.value) < 1e-12)
            #expect(found.lower == expected.lower)
            #expect((found.lower...found.upper).contains(found.shaped))
        }
    }

    @Test func `requests are nearer to the bound beyond which there are more`() throws {
        let falling = try #require(CountedQuantile(0.5, of: [0, 80, 40, 10, 0], bounds: [1, 2, 4, 8]))
        let even = try #require(CountedQuantile(0.75, of: [0, 80, 40, 10, 0], bounds: [1, 2, 4, 8]))
        #expect(falling.shaped != falling.value)
        #expect(even.lower == 2)
        #expect(even.shaped < even.value)
    }
}
