import Glibc
import Latency
import Support

/// A stretch of time compared with a baseline of blocks of the same length.
package struct Comparison: Sendable {
    package var verdict: Verdict
    package var reason: DoubtReason?
    /// Two-sided; nil where nothing could be compared.
    package var pValue: Double?
    /// As wide as counts allow; nil where it lies above the last finite bound, or nothing could be compared.
    package var p50Change: ChangeInterval?
    package var p95Change: ChangeInterval?
    package var needed: Needed?
    /// How many blocks of the baseline were used.
    package var blocks: Int
    /// What the p value rests on; nil where nothing could be compared.
    package var effects: BlockEffects?

    /// What can't be compared.
    private init(_ reason: DoubtReason, blocks: Int, needed: Needed? = nil) {
        (verdict, self.reason, self.blocks, self.needed) = (.cannotTell, reason, blocks, needed)
    }

    /// Compares.
    ///
    /// - Parameters:
    ///   - baseline: stretches as long as the later one, at the same hours of the day. Those that were collected too little,
    ///     or have no requests, are left out.
    ///   - days: the length of the later stretch, in days.
    ///   - method: with its usual numbers, or those of someone who asks again and again.
    package init(
        later: Block, baseline: [Block], days: Double, method: ComparisonMethod = ComparisonMethod()
    ) {
        let usable = baseline.filter { $0.isUsable(method) }
        guard later.coverage >= method.minimumCoverage else {
            self.init(.lowCoverage, blocks: usable.count)
            return
        }
        guard later.requests > 0 else {
            self.init(.noRequests, blocks: usable.count)
            return
        }
        guard usable.count >= method.minimumBlocks else {
            let missing = Double(method.minimumBlocks - usable.count) * days
            self.init(
                .tooFewBlocks, blocks: usable.count, needed: Needed(requests: nil, days: Int(missing.rounded(.up))))
            return
        }
        guard let (counts, bounds) = BlockCounts.aligned([later] + usable) else {
            self.init(.noCommonBounds, blocks: usable.count)
            return
        }
        self.init(counts[0], Array(counts.dropFirst()), bounds: bounds, days: days, method: method)
    }

    private init(
        _ later: BlockCounts, _ blocks: [BlockCounts], bounds: [Double], days: Double, method: ComparisonMethod
    ) {
        let effects = BlockEffects(later: later, blocks: blocks)
        let seed = Comparison.seed([later] + blocks)
        let whole = blocks.map(\.whole)
        let drawn = DrawnBaselines(of: whole, count: method.resamples, seed: seed)
        let changes = [0.5, 0.95].map { quantile in
            QuantileChange(quantile, later: later.whole, blocks: whole, drawn, bounds: bounds, method: method)
                .intervals(seed: seed)
        }
        self.init(.variesTooMuch, blocks: blocks.count)
        (pValue, p50Change, p95Change) = (effects.pValue, changes[0]?.allowed, changes[1]?.allowed)
        self.effects = effects
        decide(changes.compactMap(\.self), method)
        if reason == .variesTooMuch { needed = needed(requests: later.requests, days: days, method: method) }
    }

    /// The same changes without a verdict: some of what was counted should perhaps have been left out.
    package var doubted: Comparison {
        var doubted = self
        (doubted.verdict, doubted.reason) = (.cannotTell, .damaged)
        (doubted.pValue, doubted.effects, doubted.needed) = (nil, nil, nil)
        return doubted
    }

    /// Whether a block of the baseline is one of those that were used.
    package func uses(_ block: Block, method: ComparisonMethod = ComparisonMethod()) -> Bool { block.isUsable(method) }

    private mutating func decide(_ known: [QuantileChange.Intervals], _ method: ComparisonMethod) {
        guard let effects, let pValue else { return }
        // As where all requests are in the open bucket.
        guard !known.isEmpty else {
            reason = .bucketsTooWide
            return
        }
        // The blocks say that there is a change; a percentile must say so too, and that it may concern somebody. Shares of buckets
        // moved: how far is read, in which direction is counted.
        let isSlower = effects.later > 0
        let concerns = known.map(\.read).contains { change in
            isSlower
                ? change.low > 0 && change.high >= method.relevantChange
                : change.high < 0 && change.low <= -method.relevantChange
        }
        if pValue < method.significance, concerns {
            (verdict, reason) = (isSlower ? .slower : .faster, nil)
            return
        }
        guard known.count == 2, known.allSatisfy({ $0.read.excludes(method.relevantChange) }) else { return }
        if known.allSatisfy({ $0.allowed.excludes(method.relevantChange) }) {
            (verdict, reason) = (.same, nil)
        } else {
            reason = .bucketsTooWide
        }
    }

    /// An interval is as wide as one over the root of what it rests on, and must be narrower than the relevant change.
    private func needed(requests: Double, days: Double, method: ComparisonMethod) -> Needed? {
        let halves = [p50Change, p95Change].compactMap(\.self).map { log((1 + $0.high) / (1 + $0.low)) / 2 }
        guard let widest = halves.max(), widest.isFinite else { return nil }
        let factor = max(1, (widest / log(1 + method.relevantChange)) * (widest / log(1 + method.relevantChange)))
        guard factor < 10_000 else { return nil }
        return Needed(
            requests: Int(exactly: (requests * factor).rounded(.up)), days: max(1, Int((days * factor).rounded(.up))))
    }

    /// From the counts themselves: the same question has the same answer.
    private static func seed(_ blocks: [BlockCounts]) -> UInt64 {
        var hash = StableHash()
        for block in blocks { block.whole.withUnsafeBytes { hash.add($0) } }
        return hash.value
    }
}
