import Latency

/// What a stretch of time counted.
package struct Block: Sendable {
    /// Of its hours, or of other short stretches that all blocks have alike, oldest first; empty ones where nothing was counted.
    package let parts: [Histogram]
    /// The share of its windows that were collected, 0 to 1.
    package let coverage: Double
    let requests: Int

    package init(parts: [Histogram], coverage: Double = 1) {
        self.parts = parts
        self.coverage = coverage
        requests = parts.reduce(0) { $0.addingClamped($1.requests) }
    }

    func isUsable(_ method: ComparisonMethod) -> Bool { coverage >= method.minimumCoverage && requests > 0 }
}

/// The counts of a block, aligned with those of others.
struct BlockCounts: Sendable {
    let parts: [[Double]]
    let whole: [Double]

    init(parts: [[Double]], buckets: Int) {
        self.parts = parts
        whole = parts.added(buckets: buckets)
    }

    var requests: Double { whole.reduce(0, +) }

    /// Of some blocks, by the bounds that all have; nil where there are none, or no requests.
    static func aligned(_ blocks: [Block]) -> (blocks: [BlockCounts], bounds: [Double])? {
        guard let aligned = AlignedCounts(blocks.flatMap(\.parts)) else { return nil }
        var rest = aligned.counts[...]
        let counts = blocks.map { block in
            defer { rest = rest.dropFirst(block.parts.count) }
            return BlockCounts(parts: Array(rest.prefix(block.parts.count)), buckets: aligned.bounds.count + 1)
        }
        return (counts, aligned.bounds)
    }

    /// With every so many neighbouring parts as one.
    func grouped(by size: Int) -> [[Double]] {
        size == 1
            ? parts
            : stride(from: 0, to: parts.count, by: size).map {
                parts[$0..<min($0 + size, parts.count)].added(buckets: whole.count)
            }
    }
}
