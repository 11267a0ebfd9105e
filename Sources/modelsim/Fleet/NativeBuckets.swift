import Glibc

/// The buckets of a native histogram of schema 3, the resolution that client libraries choose for growth by at most 10 %.
///
/// Bucket `k` holds what is above 2^((k-1)/8) and up to 2^(k/8) seconds.
enum NativeBuckets {
    static let schema = 3
    /// Observations up to this one are counted as zero, in seconds: 2^-128, the default of client libraries.
    static let zeroThreshold = 0x1p-128

    private static let numbers = -160...160
    /// The upper bounds of buckets -160 to 160, a microsecond to twelve days.
    static let bounds = numbers.map { exp2(Double($0) / 8) }

    /// The number of the bucket that a latency in seconds falls in; latencies outside are counted in the last one.
    static func number(of seconds: Double) -> Int { min(numbers.lowerBound + bounds.bucket(of: seconds), 160) }

    /// The counts as protobuf messages have them: runs of neighbours, each with its distance from the end of the one
    /// before, and all counts as differences.
    static func encoded(_ counts: [Int: Int]) -> (spans: [(offset: Int, length: Int)], deltas: [Int]) {
        var spans: [(offset: Int, length: Int)] = []
        var deltas: [Int] = []
        var (next, before) = (0, 0)
        for (number, count) in counts.sorted(by: { $0.key < $1.key }) {
            if number == next, !spans.isEmpty {
                spans[spans.count - 1].length += 1
            } else {
                spans.append((number - next, 1))
            }
            deltas.append(count - before)
            (next, before) = (number + 1, count)
        }
        return (spans, deltas)
    }
}
