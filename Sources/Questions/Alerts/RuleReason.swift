import Latency
import Objectives
import Statistics

/// What a rule of the configuration found, for people.
package enum RuleReason: Hashable, Sendable {
    case objective(ObjectiveState)
    /// p95 changed by so much, against that baseline; nil where it is not known any more.
    case slower(ChangeInterval?, than: CompareRequest.Against)
    /// The configuration has no such rule any more.
    case noRule

    package struct ObjectiveState: Hashable, Sendable {
        package let name: Name
        /// In milliseconds.
        package let below: Double
        package let target: Share
        /// Between which two shares of the requests were good, in millionths; nil without requests.
        package let low, high: Int?
        package let requests: Int
        package let verdict: String
        /// By what factor the budget is spent too fast, over so many seconds; nil where it is not.
        package let burn: Burn?

        package struct Burn: Hashable, Sendable {
            package let rate: Double
            package let seconds: Int
        }

        init(_ entry: SloAnswer.Entry, name: Name) {
            (self.name, below, target, requests) = (name, entry.below, entry.target, entry.requests)
            (low, high) = (entry.share?.low.roundedDown, entry.share?.high.roundedUp)
            verdict = entry.verdict.name
            burn = entry.burn.first(where: \.isFiring).map { Burn(rate: $0.long ?? 0, seconds: $0.pair.long) }
        }
    }
}
