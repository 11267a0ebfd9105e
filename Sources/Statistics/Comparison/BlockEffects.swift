import Latency

/// How much slower a stretch was than a baseline of blocks, beside how much the blocks differ among themselves.
///
/// Requests within a block are not independent: queues, caches and loads come and go. Hence no test looks at requests; what
/// blocks differ by is what chance is, and a block is one observation. Its effect is the median of those of its hours: an hour
/// of trouble makes no day slower, as half a day does.
package struct BlockEffects: Sendable {
    /// Of the later stretch over all blocks, as a logit; see `Superiority`.
    package let later: Double
    /// Of each block over the others.
    package let leftOut: [Double]
    /// The deviation that the later effect would have by chance, and what it was estimated by.
    let deviation: Double
    let degrees: Double

    /// Fewer requests than this say little by themselves: neighbouring hours are taken together.
    private static let requestsInPart = 50.0

    init(later: Double, leftOut: [Double], deviation: Double, degrees: Double) {
        (self.later, self.leftOut, self.deviation, self.degrees) = (later, leftOut, deviation, degrees)
    }

    /// At least two blocks with requests, oldest first.
    init(later: BlockCounts, blocks: [BlockCounts]) {
        let buckets = later.whole.count
        let total = blocks.map(\.whole).added(buckets: buckets)
        let size = BlockEffects.groupSize(blocks)
        let laterEffect = BlockEffects.effect(later, size, over: total)
        leftOut = blocks.map { block in BlockEffects.effect(block, size, over: zip(total, block.whole).map(-)) }
        self.later = laterEffect - Moments.mean(leftOut)
        // A stretch with less traffic than the blocks varies more, by what fewer requests add; a median by half as much again.
        let usual = Moments.mean(blocks.map { Superiority.variance(requests: $0.requests) })
        let fewer = max(0, Superiority.variance(requests: later.requests) - usual) * .pi / 2
        let spread = Spread(leftOut)
        deviation = (spread.deviation * spread.deviation + fewer).squareRoot()
        degrees = spread.degrees
    }

    /// Student's t with the deviation of the left-out effects. Each left-out effect is a little wider than the later one, n / (n - 1)
    /// against sqrt(1 + 1/n), so that no further factor belongs here. 1 where the blocks don't differ at all and neither does
    /// the later stretch.
    var pValue: Double {
        guard deviation > 0 else { return later == 0 ? 1 : 0 }
        return StudentT.twoSided(later / deviation, degrees: degrees)
    }

    /// How sure it is that the later stretch changed otherwise than that of another series did at the same time: the same test on
    /// the differences, block by block, so that what happened to both counts for nothing. nil where they have not the same
    /// blocks.
    package func pValue(beside other: BlockEffects) -> Double? {
        guard leftOut.count == other.leftOut.count else { return nil }
        let differences = zip(leftOut, other.leftOut).map { $0 - $1 }
        let spread = Spread(differences)
        let later = later - other.later
        guard spread.deviation > 0 else { return later == 0 ? 1 : 0 }
        return StudentT.twoSided(later / spread.deviation, degrees: spread.degrees)
    }

    /// The median over groups of so many parts, of those with requests.
    static func effect(_ block: BlockCounts, _ size: Int, over total: [Double]) -> Double {
        Moments.median(
            block.grouped(by: size).compactMap { part in
                part.contains { $0 > 0 } ? Superiority.logit(of: part, over: total) : nil
            }) ?? 0
    }

    /// How many parts are taken together: as few as give enough requests, and all where fewer than five groups would be left.
    static func groupSize(_ blocks: [BlockCounts]) -> Int {
        let parts = blocks.map(\.parts).max() ?? 1
        let perPart = blocks.map(\.requests).reduce(0, +) / Double(blocks.count * parts)
        let size = Int(min(1e6, max(1, (requestsInPart / max(perPart, 1e-9)).rounded(.up))))
        return parts / size < 5 ? parts : size
    }
}
