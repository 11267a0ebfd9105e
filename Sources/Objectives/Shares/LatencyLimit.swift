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
        for part in histogram.parts {
            total.add(Place(of: self, in: part.layout, unit: unit).requests(of: part))
        }
        return total
    }

    /// Where a limit lies among the bounds of a layout.
    package struct Place: Sendable {
        package let layout: BucketLayout
        /// How many buckets end at or below it.
        private let below: Int
        /// Whether the last of these ends just there.
        private let isBound: Bool

        package init(of limit: LatencyLimit, in layout: BucketLayout, unit: LatencyUnit) {
            self.layout = layout
            let bounds = layout.upperBounds
            below = bounds.prefix { limit.isAtLeast(unit.milliseconds($0)) }.count
            isBound = below > 0 && limit.isAtMost(unit.milliseconds(bounds[below - 1]))
        }

        /// Those of a part of this layout.
        package func requests(of part: Histogram.Part) -> CountRange {
            let low = part.counts[..<below].clampedSum
            return CountRange(low: low, high: isBound ? low : low.addingClamped(part.counts[below]))
        }
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

    fileprivate func isAtLeast(_ bound: Double) -> Bool { bound <= milliseconds || Self.isSame(bound, milliseconds) }
    fileprivate func isAtMost(_ bound: Double) -> Bool { bound >= milliseconds || Self.isSame(bound, milliseconds) }

    /// But for what is lost when units are converted: 0.07 s are 70.00000000000001 ms.
    private static func isSame(_ first: Double, _ second: Double) -> Bool {
        abs(first - second) <= 1e-9 * max(abs(first), abs(second))
    }
}
