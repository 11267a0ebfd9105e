/// Baselines of as many blocks as there are, drawn from these with some of them more than once: the same for all percentiles of
/// one comparison.
struct DrawnBaselines {
    private let count: Int
    private let buckets: Int
    /// The counts of each, one after the other.
    private let drawn: [Double]

    /// - Parameters:
    ///   - blocks: the counts of each, by the same buckets; at least one.
    ///   - count: how many are drawn.
    init(of blocks: [[Double]], count: Int, seed: UInt64) {
        let (buckets, all) = (blocks.first?.count ?? 0, blocks.flatMap(\.self))
        var random = Resampler(seed: seed)
        var times = [Int](repeating: 0, count: blocks.count)
        drawn = [Double](unsafeUninitializedCapacity: count * buckets) { drawn, initialized in
            drawn.initialize(repeating: 0)
            initialized = count * buckets
            for first in stride(from: 0, to: initialized, by: buckets) {
                for block in times.indices { times[block] = 0 }
                for _ in blocks.indices { times[random.index(below: blocks.count)] += 1 }
                Self.add(all, times, to: UnsafeMutableBufferPointer(rebasing: drawn[first..<first + buckets]))
            }
        }
        (self.count, self.buckets) = (count, buckets)
    }

    /// What `body` makes of the counts of each, per bucket.
    func map<Result>(_ body: ([Double]) -> Result) -> [Result] {
        // One array for all: thousands of them would cost more than what is reckoned with them.
        var counts = [Double](repeating: 0, count: buckets)
        return (0..<count).map { number in
            for bucket in 0..<buckets { counts[bucket] = drawn[number * buckets + bucket] }
            return body(counts)
        }
    }

    /// Every block so many times. Counts are whole numbers, of which the sum is exact in whatever order.
    private static func add(_ all: [Double], _ times: [Int], to counts: UnsafeMutableBufferPointer<Double>) {
        all.withUnsafeBufferPointer { all in
            for block in times.indices where times[block] > 0 {
                let (times, first) = (Double(times[block]), block * counts.count)
                for bucket in counts.indices { counts[bucket] += times * all[first + bucket] }
            }
        }
    }
}
