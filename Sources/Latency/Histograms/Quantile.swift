/// A quantile as far as a histogram knows it: the value, and the bounds that are sure to hold the true one.
package struct QuantileEstimate: Hashable, Sendable {
    /// The interpolated quantile, in the unit of the bounds. Where `upper` is nil it equals `lower`.
    package let value: Double
    /// The true quantile lies above this bound (at or above it, where it is 0).
    package let lower: Double
    /// The true quantile is at most this bound; nil above the last finite bound, where nothing limits it.
    package let upper: Double?

    init(value: Double, lower: Double, upper: Double?) {
        self.value = value
        self.lower = lower
        self.upper = upper
    }
}

extension Histogram {
    /// The `q`-quantile (0 < q <= 1) of all requests.
    ///
    /// With one layout, `value` is the number that PromQL's `histogram_quantile` gives for the same counts
    /// (Prometheus, `promql/quantile.go`, `bucketQuantile`): the rank is `q * requests`, and requests are spread evenly
    /// inside the first bucket whose cumulative count reaches it, the first bucket starting from 0. For exponential native
    /// histograms Prometheus spreads them evenly over the logarithm instead: another number in the same bracket.
    ///
    /// With several layouts, each bounds the number of requests up to every bound of their union from below and above.
    /// The sums of those bracket the quantile; the sum of the linearly interpolated ones gives the value.
    ///
    /// The bracket holds the nearest-rank quantile, `sorted[ceil(q * requests) - 1]`.
    ///
    /// Special cases:
    /// - no requests, or some of a layout without a finite bound, as of a source that tells a mean alone: nil
    /// - the rank lies above the last finite bound: `value` and `lower` are the highest bound known to be exceeded
    ///   and `upper` is nil
    package func quantile(_ q: Double) -> QuantileEstimate? {
        let total = requests
        guard total > 0 else { return nil }
        let rank = q * Double(total)
        if parts.count == 1 { return parts[0].quantile(rank: rank) }
        if parts.contains(where: { $0.layout.upperBounds.isEmpty && $0.requests > 0 }) { return nil }
        let bounds = unionOfBounds()

        var lower = 0.0
        var value: Double?
        var previous = (bound: 0.0, interpolated: 0.0)
        var cursors = parts.map(CumulativeCursor.init)
        for bound in bounds {
            var counts = CumulativeCount()
            for index in cursors.indices { counts.add(cursors[index].advance(to: bound)) }
            if value == nil, counts.interpolated >= rank {
                let inside = (rank - previous.interpolated) / (counts.interpolated - previous.interpolated)
                value = previous.bound + (bound - previous.bound) * inside
            }
            if Double(counts.most) < rank { lower = bound }
            if Double(counts.least) >= rank {
                return QuantileEstimate(value: value ?? bound, lower: lower, upper: bound)
            }
            previous = (bound, counts.interpolated)
        }
        return QuantileEstimate(value: value ?? lower, lower: lower, upper: nil)
    }

    private func unionOfBounds() -> [Double] {
        Set(parts.filter { $0.requests > 0 }.flatMap(\.layout.upperBounds)).sorted()
    }
}

extension Histogram.Part {
    /// What `Histogram.quantile` comes to where this is its only part, without the bounds of others to think of: nearly
    /// every histogram has one layout. There must be requests.
    fileprivate func quantile(rank: Double) -> QuantileEstimate? {
        let bounds = layout.upperBounds
        if bounds.isEmpty { return nil }
        var (lower, below) = (0.0, 0)
        for bucket in bounds.indices {
            let bound = bounds[bucket]
            let cumulative = below.addingClamped(counts[bucket])
            if Double(cumulative) >= rank {
                let inside = (rank - Double(below)) / (Double(cumulative) - Double(below))
                return QuantileEstimate(value: lower + (bound - lower) * inside, lower: lower, upper: bound)
            }
            (lower, below) = (bound, cumulative)
        }
        return QuantileEstimate(value: lower, lower: lower, upper: nil)
    }
}

/// How many requests took at most some latency.
private struct CumulativeCount {
    /// So many are sure to.
    var least = 0
    /// No more than so many can.
    var most = 0
    /// So many do, if requests are spread evenly inside their bucket.
    var interpolated = 0.0

    mutating func add(_ other: CumulativeCount) {
        least = least.addingClamped(other.least)
        most = most.addingClamped(other.most)
        interpolated += other.interpolated
    }
}

/// Walks up one layout's buckets and tells the cumulative count at any bound, its own or another layout's.
private struct CumulativeCursor {
    private let part: Histogram.Part
    /// The first bucket whose upper bound has not been reached.
    private var bucket = 0
    /// The requests below that bucket.
    private var below = 0

    init(_ part: Histogram.Part) { self.part = part }

    /// The count up to `bound`; bounds must come in increasing order.
    mutating func advance(to bound: Double) -> CumulativeCount {
        let bounds = part.layout.upperBounds
        while bucket < bounds.count, bounds[bucket] <= bound {
            below = below.addingClamped(part.counts[bucket])
            bucket += 1
        }
        let start = bucket == 0 ? 0 : bounds[bucket - 1]
        let inside = part.counts[bucket]
        if bucket > 0, start == bound { return CumulativeCount(least: below, most: below, interpolated: Double(below)) }
        // Requests above the last finite bound may be anywhere, so none is assumed to be below this one.
        let share = bucket < bounds.count ? (bound - start) / (bounds[bucket] - start) : 0
        return CumulativeCount(
            least: below, most: below.addingClamped(inside), interpolated: Double(below) + Double(inside) * share)
    }
}
