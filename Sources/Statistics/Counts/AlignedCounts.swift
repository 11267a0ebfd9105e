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
        guard let common = AlignedCounts.commonBounds(histograms) else { return nil }
        bounds = common
        counts = histograms.map { histogram in
            var counts = [Double](repeating: 0, count: common.count + 1)
            counts.withUnsafeMutableBufferPointer { AlignedCounts.add(histogram, by: common, to: $0) }
            return counts
        }
    }

    /// The bounds that all histograms have; nil where there are none, or no requests at all.
    static func commonBounds(_ histograms: some Sequence<Histogram>) -> [Double]? {
        // Mostly all have the layout of the one before, and equal is told sooner than hashed.
        var (layouts, last): (Set<BucketLayout>, BucketLayout?) = ([], nil)
        for histogram in histograms {
            for part in histogram.parts where part.layout != last && part.requests > 0 {
                layouts.insert(part.layout)
                last = part.layout
            }
        }
        guard let first = layouts.first else { return nil }
        let common = layouts.dropFirst().reduce(first.upperBounds) { bounds, layout in
            let theirs = Set(layout.upperBounds)
            return bounds.filter(theirs.contains)
        }
        return common.isEmpty ? nil : common
    }

    /// Adds a histogram to counts by bounds that all of its layouts have.
    static func add(_ histogram: Histogram, by bounds: [Double], to counts: UnsafeMutableBufferPointer<Double>) {
        for part in histogram.parts {
            // Mostly they are the same, and equal is told at once.
            if part.layout.upperBounds == bounds {
                for bucket in counts.indices { counts[bucket] += Double(part.counts[bucket]) }
            } else if part.requests > 0 {
                add(part, by: bounds, to: counts)
            }
        }
    }

    private static func add(
        _ part: Histogram.Part, by bounds: [Double], to counts: UnsafeMutableBufferPointer<Double>
    ) {
        var place = 0
        for (bucket, count) in part.counts.enumerated() {
            let upper = bucket < part.layout.upperBounds.count ? part.layout.upperBounds[bucket] : Double.infinity
            while place < bounds.count, bounds[place] < upper { place += 1 }
            counts[place] += Double(count)
        }
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
