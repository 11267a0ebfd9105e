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
    /// Part after part.
    private let counts: [Double]
    let parts: Int
    let whole: [Double]

    private init(_ block: Block, by bounds: [Double]) {
        let buckets = bounds.count + 1
        var counts = [Double](repeating: 0, count: block.parts.count * buckets)
        var whole = [Double](repeating: 0, count: buckets)
        counts.withUnsafeMutableBufferPointer { counts in
            for (place, part) in block.parts.enumerated() {
                let own = UnsafeMutableBufferPointer(rebasing: counts[place * buckets..<(place + 1) * buckets])
                AlignedCounts.add(part, by: bounds, to: own)
                for bucket in 0..<buckets { whole[bucket] += own[bucket] }
            }
        }
        (self.counts, parts, self.whole) = (counts, block.parts.count, whole)
    }

    var requests: Double { whole.reduce(0, +) }

    func part(_ place: Int) -> ArraySlice<Double> { counts[place * whole.count..<(place + 1) * whole.count] }

    /// Of some blocks, by the bounds that all have; nil where there are none, or no requests.
    static func aligned(_ blocks: [Block]) -> (blocks: [BlockCounts], bounds: [Double])? {
        guard let bounds = AlignedCounts.commonBounds(blocks.lazy.flatMap(\.parts)) else { return nil }
        return (blocks.map { BlockCounts($0, by: bounds) }, bounds)
    }

    /// With every so many neighbouring parts as one.
    func grouped(by size: Int) -> [ArraySlice<Double>] {
        if size == 1 { return (0..<parts).map(part) }
        return stride(from: 0, to: parts, by: size).map { first in
            (first..<min(first + size, parts)).lazy.map { Array(part($0)) }.added(buckets: whole.count)[...]
        }
    }
}
