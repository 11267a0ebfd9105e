/// The finite upper bounds of a histogram's buckets, in the metric's own unit; the bucket above them, up to +Inf, is implied.
///
/// Bucket `i` holds the observations above bound `i - 1` and up to bound `i`, that bound included.
package struct BucketLayout: Hashable, Comparable, Sendable {
    package let upperBounds: [Double]

    /// Refuses (`nil`) bounds that are not finite, not strictly increasing, or negative: a latency is never below zero.
    package init?(upperBounds: [Double]) {
        var previous = -Double.leastNonzeroMagnitude
        for bound in upperBounds {
            guard bound.isFinite, bound > previous else { return nil }
            previous = bound
        }
        // -0.0 and 0.0 are one bound and must be one layout.
        self.upperBounds = upperBounds.map { $0 == 0 ? 0 : $0 }
    }

    /// The number of buckets, the one up to +Inf included.
    package var bucketCount: Int { upperBounds.count + 1 }

    package static func < (left: BucketLayout, right: BucketLayout) -> Bool {
        left.upperBounds.lexicographicallyPrecedes(right.upperBounds)
    }
}
