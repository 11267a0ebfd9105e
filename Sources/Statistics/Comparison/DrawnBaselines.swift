/// Baselines of as many blocks as there are, drawn from these with some of them more than once: the same for all percentiles of
/// one comparison.
struct DrawnBaselines {
    /// Of each, per bucket.
    let counts: [[Double]]

    /// - Parameters:
    ///   - blocks: the counts of each, by the same buckets.
    ///   - count: how many are drawn.
    init(of blocks: [[Double]], count: Int, seed: UInt64) {
        var random = Resampler(seed: seed)
        let (buckets, flat) = (blocks.first?.count ?? 0, blocks.flatMap(\.self))
        var times = [Int](repeating: 0, count: blocks.count)
        counts = (0..<count).map { _ in
            for block in times.indices { times[block] = 0 }
            for _ in blocks.indices { times[random.index(below: blocks.count)] += 1 }
            return Self.added(times, flat, buckets)
        }
    }

    /// Every block so many times. Counts are whole numbers, of which the sum is exact in whatever order.
    private static func added(_ times: [Int], _ flat: [Double], _ buckets: Int) -> [Double] {
        [Double](unsafeUninitializedCapacity: buckets) { counts, initialized in
            counts.initialize(repeating: 0)
            initialized = buckets
            flat.withUnsafeBufferPointer { flat in
                for block in times.indices where times[block] > 0 {
                    let (times, first) = (Double(times[block]), block * buckets)
                    for bucket in 0..<buckets { counts[bucket] += times * flat[first + bucket] }
                }
            }
        }
    }
}
