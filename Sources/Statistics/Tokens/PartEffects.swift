/// The effect of every part of some blocks over all of them, as a logit; see `Superiority`.
package struct PartEffects: Sendable {
    private let blocks: [BlockCounts]
    private let total: [Double]

    /// nil where the blocks have no bound in common, or no requests.
    package init?(_ blocks: [Block]) {
        guard let aligned = BlockCounts.aligned(blocks) else { return nil }
        self.blocks = aligned.blocks
        total = aligned.blocks.map(\.whole).added(buckets: aligned.bounds.count + 1)
    }

    /// nil for a part without requests.
    package func effect(block: Int, part: Int) -> Double? {
        let counts = blocks[block].part(part)
        return counts.contains { $0 > 0 } ? Superiority.logit(of: counts, over: total) : nil
    }
}
