/// What a comparison goes by. Those who change a number have the rates in Comparing.md measured anew (`scripts/bench verdicts`).
package struct ComparisonMethod: Hashable, Sendable {
    /// Slower or faster only where chance would do so this seldom, both ways together.
    package var significance = 0.01
    /// A change of p50 or p95 below it concerns nobody, as a fraction.
    package var relevantChange = 0.10
    package var minimumBlocks = 6
    /// The share of a block's windows that must have been collected.
    package var minimumCoverage = 0.8
    /// How many baselines are drawn for the intervals.
    package var resamples = 400
    /// How sure the intervals are.
    package var confidence = 0.95

    package init() {}

    /// For those who ask again at the end of every block: all blocks of 30 days together say `slower` by chance as seldom as
    /// `error` says. Between the ends of blocks the verdict stands (a union bound; no block's error depends on the others).
    package static func everyBlock(ofDays days: Double, error: Double = 0.01) -> ComparisonMethod {
        var method = ComparisonMethod()
        // Both ways: half of the significance is that of `slower`.
        method.significance = min(0.01, 2 * error * days / 30)
        return method
    }
}
