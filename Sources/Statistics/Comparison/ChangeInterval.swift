/// A change of a percentile as a fraction: 0.12 is 12 % slower.
package struct ChangeInterval: Hashable, Sendable {
    package let estimate: Double
    package let low: Double
    package let high: Double

    package init(estimate: Double, low: Double, high: Double) {
        (self.estimate, self.low, self.high) = (estimate, low, high)
    }

    /// Whether a change of that much, either way, is out of the question.
    package func excludes(_ change: Double) -> Bool { low > -change && high < change }
}
