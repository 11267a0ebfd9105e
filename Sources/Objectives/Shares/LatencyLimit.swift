import Latency

/// A limit that latencies are held against: how many requests took at most so long.
package struct LatencyLimit: Hashable, Sendable {
    package let milliseconds: Double

    package init(milliseconds: Double) { self.milliseconds = milliseconds }

    /// The requests of a histogram at or below the limit.
    ///
    /// Exact where the limit is a bound of every layout that has requests, else between what the bounds on either side say:
    /// nothing is known of where the requests of a bucket lie. Of requests above the last finite bound none is sure to be at
    /// or below a limit above that bound, and all may be.
    ///
    /// - Parameter unit: that of the histogram's bounds.
    package func requests(of histogram: Histogram, unit: LatencyUnit) -> CountRange {
        var total = CountRange.zero
        for part in histogram.parts { total.add(requests(of: part, unit: unit)) }
        return total
    }

    private func requests(of part: Histogram.Part, unit: LatencyUnit) -> CountRange {
        let bounds = part.layout.upperBounds
        // The buckets that end at or below the limit.
        let below = bounds.prefix { isAtLeast(unit.milliseconds($0)) }.count
        let low = part.counts[..<below].clampedSum
        if below > 0, isAtMost(unit.milliseconds(bounds[below - 1])) { return CountRange(low: low, high: low) }
        return CountRange(low: low, high: low.addingClamped(part.counts[below]))
    }

    /// The bounds on either side of the limit, in milliseconds, that all layouts with requests have: with one of these as the
    /// limit the share would be exact. nil where there is none on that side.
    package func nearestBounds(of layouts: some Sequence<(BucketLayout, LatencyUnit)>) -> (
        below: Double?, above: Double?
    ) {
        var common: [Double]?
        for (layout, unit) in layouts {
            let bounds = layout.upperBounds.map(unit.milliseconds)
            common = common.map { $0.filter { bound in bounds.contains { Self.isSame($0, bound) } } } ?? bounds
        }
        let others = (common ?? []).filter { !Self.isSame($0, milliseconds) }
        return (others.last { $0 < milliseconds }, others.first { $0 > milliseconds })
    }

    private func isAtLeast(_ bound: Double) -> Bool { bound <= milliseconds || Self.isSame(bound, milliseconds) }
    private func isAtMost(_ bound: Double) -> Bool { bound >= milliseconds || Self.isSame(bound, milliseconds) }

    /// But for what is lost when units are converted: 0.07 s are 70.00000000000001 ms.
    private static func isSame(_ first: Double, _ second: Double) -> Bool {
        abs(first - second) <= 1e-9 * max(abs(first), abs(second))
    }
}
