import Glibc

/// Quantiles of counts by bucket, as `Histogram.quantile` has them for one layout, without the histogram: resampling asks for
/// thousands. The counts may be sums of whole ones, or differences.
struct CountedQuantile: Sendable {
    /// With requests spread evenly within their bucket, as Prometheus does.
    let value: Double
    /// With requests spread as the neighbouring buckets let expect: their density, by the logarithm of latency, goes evenly from the
    /// geometric mean of the buckets on one side of a bound to that on the other side. Equal to `value` in the first bucket.
    let shaped: Double
    /// The bounds of the bucket that holds the rank.
    let lower: Double
    let upper: Double

    /// nil without requests, and where the rank lies above the last finite bound.
    init?(_ quantile: Double, of counts: [Double], bounds: [Double]) {
        self.init(quantile, of: counts, BucketScale(bounds))
    }

    init?(_ quantile: Double, of counts: [Double], _ scale: BucketScale) {
        let total = counts.reduce(0, +)
        guard total > 0 else { return nil }
        let rank = quantile * total
        var (lower, below) = (0.0, 0.0)
        for bucket in scale.bounds.indices {
            let (bound, count) = (scale.bounds[bucket], counts[bucket])
            guard count <= 0 || below + count < rank else {
                let share = (rank - below) / count
                value = lower + (bound - lower) * share
                shaped =
                    lower > 0
                    ? lower * exp(scale.widths[bucket] * CountedQuantile.place(share, in: bucket, of: counts, scale))
                    : value
                (self.lower, upper) = (lower, bound)
                return
            }
            (lower, below) = (bound, below + count)
        }
        return nil
    }

    /// Where in the bucket, 0 to 1 of its logarithm, so much of its requests lie below.
    private static func place(
        _ share: Double, in bucket: Int, of counts: [Double], _ scale: BucketScale
    ) -> Double {
        func density(_ bucket: Int) -> Double? {
            guard bucket > 0, bucket < scale.widths.count, scale.widths[bucket] > 0, counts[bucket] > 0 else {
                return nil
            }
            return counts[bucket] / scale.widths[bucket]
        }
        guard let own = density(bucket) else { return share }
        let (before, after) = (density(bucket - 1) ?? own, density(bucket + 1) ?? own)
        let slope = max(-4, min(4, log(after / before) / 2))
        guard abs(slope) > 1e-6 else { return share }
        return log1p(share * expm1(slope)) / slope
    }
}

/// Bounds of buckets and how wide these are, reckoned once for the thousands of quantiles that resampling asks for.
struct BucketScale: Sendable {
    let bounds: [Double]
    /// By the logarithm, of each bucket with a finite bound; 0 of the one from 0 on, which has none.
    let widths: [Double]

    init(_ bounds: [Double]) {
        self.bounds = bounds
        widths = bounds.indices.map { bucket in
            bucket > 0 && bounds[bucket - 1] > 0 ? log(bounds[bucket] / bounds[bucket - 1]) : 0
        }
    }
}
