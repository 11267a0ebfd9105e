import Latency

/// Histograms counted by the bounds that all of them have, so that they can be compared bucket by bucket.
///
/// Where all have one layout, nothing is lost. Where layouts differ, the buckets between two common bounds are added up:
/// exactly, since every common bound is a bound of each layout.
package struct AlignedCounts: Sendable {
    /// In the metric's own unit; at least one.
    package let bounds: [Double]
    /// One list for every histogram, in their order: requests per bucket, the one up to +Inf last. Whole numbers; as `Double`
    /// they add up to any height.
    package let counts: [[Double]]

    /// nil where they have no finite bound in common, or no requests at all.
    package init?(_ histograms: [Histogram]) {
        // Mostly all have the layout of the one before, and equal is told sooner than hashed.
        var (layouts, last): (Set<BucketLayout>, BucketLayout?) = ([], nil)
        for part in histograms.lazy.flatMap(\.parts) where part.layout != last && part.requests > 0 {
            layouts.insert(part.layout)
            last = part.layout
        }
        guard let first = layouts.first else { return nil }
        let common = layouts.dropFirst().reduce(first.upperBounds) { bounds, layout in
            let theirs = Set(layout.upperBounds)
            return bounds.filter(theirs.contains)
        }
        guard !common.isEmpty else { return nil }
        bounds = common
        counts = histograms.map { AlignedCounts.counts(of: $0, by: common) }
    }

    private static func counts(of histogram: Histogram, by bounds: [Double]) -> [Double] {
        // Mostly there is one layout, and equal is told at once.
        if histogram.parts.count == 1, histogram.parts[0].layout.upperBounds == bounds {
            return histogram.parts[0].counts.map(Double.init)
        }
        var result = [Double](repeating: 0, count: bounds.count + 1)
        for part in histogram.parts where part.requests > 0 {
            var place = 0
            for (bucket, count) in part.counts.enumerated() {
                let upper =
                    bucket < part.layout.upperBounds.count ? part.layout.upperBounds[bucket] : Double.infinity
                while place < bounds.count, bounds[place] < upper { place += 1 }
                result[place] += Double(count)
            }
        }
        return result
    }
}

extension Sequence<[Double]> {
    /// Bucket by bucket, so many of them.
    func added(buckets: Int) -> [Double] {
        reduce(into: [Double](repeating: 0, count: buckets)) { sum, counts in
            for bucket in sum.indices { sum[bucket] += counts[bucket] }
        }
    }
}
