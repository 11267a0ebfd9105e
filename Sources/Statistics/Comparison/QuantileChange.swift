import Glibc

/// The change of a percentile from a baseline of blocks to a later stretch, with an interval.
///
/// By resampling whole blocks (Künsch, 1989, with blocks that are given): of every drawn baseline the percentile, and of a block
/// drawn for the later stretch how far it lies from that of the others. Few blocks make such intervals too narrow; they are
/// widened by Student's t against the normal distribution. Then by the brackets: requests may be spread within their buckets in
/// more ways than one (see `CountedQuantile`), and by as much as two of them differ the interval is wider on either side, but
/// never wider than the buckets' bounds allow. That is what is read; what the counts allow is wider: see `WithinBuckets`.
struct QuantileChange {
    struct Intervals {
        /// Of requests that are spread within their buckets as the counts of the neighbours let expect.
        let read: ChangeInterval
        /// Of whatever the counts allow.
        let allowed: ChangeInterval
    }

    private let quantile: Double
    private let scale: BucketScale
    private let later: [Double]
    private let blocks: [[Double]]
    private let drawn: DrawnBaselines
    private let total: [Double]
    private let method: ComparisonMethod

    /// - Parameter drawn: of the blocks.
    init(
        _ quantile: Double, later: [Double], blocks: [[Double]], _ drawn: DrawnBaselines, bounds: [Double],
        method: ComparisonMethod
    ) {
        self.quantile = quantile
        scale = BucketScale(bounds)
        self.later = later
        self.blocks = blocks
        self.drawn = drawn
        total = blocks.added(buckets: later.count)
        self.method = method
    }

    /// nil where a percentile of either side or of a block lies above the last finite bound.
    func intervals(seed: UInt64) -> Intervals? {
        guard let after = at(later), let before = at(total), before.value > 0 else { return nil }
        let residuals = blocks.compactMap { block -> Double? in
            guard let own = at(block), let rest = at(zip(total, block).map(-)), own.value > 0, rest.value > 0
            else { return nil }
            return log(own.shaped / rest.shaped)
        }
        guard residuals.count == blocks.count else { return nil }
        let shifts = shiftsOfDrawnBaselines(from: before)
        let (even, shaped) = (log(after.value / before.value), log(after.shaped / before.shaped))
        let ends = ends(around: shaped, residuals: residuals, shifts: shifts, seed: seed)
        let difference = abs(even - shaped)
        let (low, high) = (ends.low - difference, ends.high + difference)
        let buckets = WithinBuckets(later: (after, later), earlier: (before, total), bounds: scale.bounds)
        return Intervals(
            read: limited(low, high, after: after, before: before),
            allowed: buckets.interval(
                even, from: low, to: high, varying: (below: shaped - ends.low, above: ends.high - shaped))
        )
    }

    private func at(_ counts: [Double]) -> CountedQuantile? { CountedQuantile(quantile, of: counts, scale) }

    /// How far the drawn baselines lie from the whole one, as logarithms; 0 for one whose percentile lies above the last finite
    /// bound.
    private func shiftsOfDrawnBaselines(from whole: CountedQuantile) -> [Double] {
        drawn.map { counts in
            guard let drawn = at(counts), drawn.value > 0 else { return 0 }
            return log(drawn.shaped / whole.shaped)
        }
    }

    /// As logarithms.
    private func ends(
        around change: Double, residuals: [Double], shifts: [Double], seed: UInt64
    ) -> (low: Double, high: Double) {
        let level = 1 - method.confidence
        let spread = Spread(residuals)
        let plain = Moments.deviation(residuals)
        let wider = plain > 0 ? spread.deviation / plain : 1
        let widening = wider * StudentT.critical(level, degrees: spread.degrees) / normal(level)
        let middle = Moments.mean(residuals)
        var random = Resampler(seed: ~seed)
        let draws = shifts.map { shift in
            change - widening * (shift + residuals[random.index(below: residuals.count)] - middle)
        }.sorted()
        let tail = Int(level / 2 * Double(draws.count))
        return (draws[tail], draws[draws.count - 1 - tail])
    }

    /// As far as the normal distribution goes; reckoned once for the usual level.
    private func normal(_ level: Double) -> Double {
        level == Self.usual.level ? Self.usual.normal : Self.normal(level)
    }

    private static let usual = { level in (level: level, normal: normal(level)) }(1 - ComparisonMethod().confidence)

    private static func normal(_ level: Double) -> Double { StudentT.critical(level, degrees: 1e6) }

    /// The bounds of both brackets hold the change of what was counted; chance comes on top of them.
    private func limited(
        _ low: Double, _ high: Double, after: CountedQuantile, before: CountedQuantile
    ) -> ChangeInterval {
        let change = log(after.value / before.value)
        var (least, most) = (low, high)
        if after.lower > 0, before.lower > 0 {
            least = max(low, log(after.lower / before.upper) - max(0, change - low))
            most = min(high, log(after.upper / before.lower) + max(0, high - change))
        }
        return ChangeInterval(
            estimate: exp(change) - 1, low: exp(min(least, change)) - 1, high: exp(max(most, change)) - 1)
    }
}
