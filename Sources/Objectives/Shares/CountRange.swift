import Latency

/// A number of requests that is known to lie between two numbers, both included.
package struct CountRange: Hashable, Sendable {
    package private(set) var low: Int
    /// At least `low`.
    package private(set) var high: Int

    package init(low: Int, high: Int) { (self.low, self.high) = (low, high) }

    package static let zero = CountRange(low: 0, high: 0)

    package var isExact: Bool { low == high }

    /// Ends at `Int.max` where there are more.
    package mutating func add(_ other: CountRange) {
        (low, high) = (low.addingClamped(other.low), high.addingClamped(other.high))
    }
}
