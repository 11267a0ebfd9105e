/// The part of the requests that took at most so long, of those of the very stretch that is asked about.
package struct LimitShare: Hashable, Sendable {
    package let milliseconds: Double
    /// The least that it can be, in millionths, rounded down; nil without requests.
    package let low: Int?
    /// The greatest that it can be, in millionths, rounded up; equal to `low` where the limit is a bound of all buckets and the
    /// share a whole number of millionths.
    package let high: Int?

    package init(milliseconds: Double, low: Int?, high: Int?) {
        (self.milliseconds, self.low, self.high) = (milliseconds, low, high)
    }
}
