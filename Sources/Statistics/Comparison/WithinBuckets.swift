import Glibc

/// How far counts allow another change of a percentile than the one that is read between the bounds of its buckets.
///
/// A change inside one bucket moves no count. What is assumed: that whatever changes latencies moves those around the percentile by
/// about one factor, and that between the middles of neighbouring buckets their density, by the logarithm of latency, has no hole.
/// Then a change by a factor f moves a share of the density at a bound times log f across it; and there the density is taken to be
/// the geometric mean of the means on its two sides. A reading between bounds goes by the mean of the percentile's own bucket
/// instead: so many times as much as it says may have happened as that is above what the better of the two bounds has. Chance
/// is reckoned with the smaller of the two means. Where all requests lie in one bucket, only the buckets' bounds are left.
struct WithinBuckets {
    private let later: CountedQuantile
    private let earlier: CountedQuantile
    /// At least 1; infinite where nothing lies beyond the bounds.
    private let stretching: Double
    /// As a logarithm: what chance alone would do to the places of the bounds, were requests independent.
    private let deviation: Double

    /// - Parameters:
    ///   - later: the percentile of each side, and the counts that it is of, by the same bounds.
    init(
        later: (quantile: CountedQuantile, counts: [Double]), earlier: (quantile: CountedQuantile, counts: [Double]),
        bounds: [Double]
    ) {
        (self.later, self.earlier) = (later.quantile, earlier.quantile)
        let edges = [later, earlier].map { BucketEdge($0.counts, holding: $0.quantile.upper, bounds) }
        stretching = edges.map(\.stretching).max() ?? .infinity
        deviation = edges.reduce(0) { ($0 * $0 + $1.deviation * $1.deviation).squareRoot() }
    }

    /// Of an interval that is read, all as logarithms, the one that counts allow; infinite where they allow everything.
    ///
    /// - Parameter varying: how much wider, below and above, it is for what blocks differ by.
    func interval(
        _ change: Double, from low: Double, to high: Double, varying: (below: Double, above: Double)
    ) -> ChangeInterval {
        let chance = 1.96 * deviation
        let least = min(lessened(low), lessened(change) - chance)
        let most = max(raised(high), raised(change) + chance)
        // What was counted lies between the bounds of both brackets; chance comes on top of them.
        let floor = later.lower > 0 ? log(later.lower / earlier.upper) - max(0, varying.below) : -.infinity
        let ceiling = earlier.lower > 0 ? log(later.upper / earlier.lower) + max(0, varying.above) : .infinity
        return ChangeInterval(
            estimate: exp(change) - 1, low: exp(min(max(least, floor), change)) - 1,
            high: exp(max(min(most, ceiling), change)) - 1)
    }

    private func lessened(_ end: Double) -> Double {
        stretching.isFinite ? end < 0 ? end * stretching : end / stretching : -.infinity
    }

    private func raised(_ end: Double) -> Double { -lessened(-end) }
}

/// The bound of a bucket that tells more of a change inside it.
private struct BucketEdge {
    /// How many times the density at the bound the bucket's mean is; infinite where its neighbours are empty.
    let stretching: Double
    /// Of the place of the bound, as a logarithm.
    let deviation: Double

    /// - Parameter upper: the upper bound of the bucket.
    init(_ counts: [Double], holding upper: Double, _ bounds: [Double]) {
        let bucket = bounds.firstIndex(of: upper) ?? 0
        // In the first bucket by latency itself, which at its bound comes to as many by the logarithm.
        func density(_ bucket: Int) -> Double {
            guard bucket > 0, bounds[bucket - 1] > 0 else { return counts[bucket] }
            return counts[bucket] / log(bounds[bucket] / bounds[bucket - 1])
        }
        let (all, own) = (counts.reduce(0, +), density(bucket))
        var best = (density: 0.0, beyond: 0.0)
        func consider(_ neighbour: Int, _ beyond: Double) {
            let found = min(own, density(neighbour))
            if found > best.density { best = (found, beyond) }
        }
        if bucket > 0 { consider(bucket - 1, counts[..<bucket].reduce(0, +)) }
        // Nobody knows how far the bucket up to +Inf goes.
        if bucket + 1 < bounds.count { consider(bucket + 1, counts[(bucket + 1)...].reduce(0, +)) }
        guard best.density > 0, all > 0 else {
            (stretching, deviation) = (.infinity, .infinity)
            return
        }
        stretching = (own / best.density).squareRoot()
        deviation = (best.beyond * (all - best.beyond) / all).squareRoot() / best.density
    }
}
