/// What change points go by. Those who change a number have the rates in Comparing.md measured anew (`scripts/bench verdicts`).
package struct ChangeMethod: Hashable, Sendable {
    /// A change is one where chance would make it this seldom (the number of Apache Otava and MongoDB).
    package var significance = 0.001
    /// A change of p50 or p95 below it concerns nobody, as a fraction.
    package var relevantChange = 0.10
    /// The fewest blocks between two changes.
    package var shortest = 3

    package init() {}
}
