/// How a model is doing, as people are told at a glance; what wants to be looked at comes first.
package enum ModelState: String, CaseIterable, Comparable, Sendable {
    case danger
    case warning
    case noData = "no-data"
    case good
    case noTraffic = "no-traffic"

    package static func < (left: ModelState, right: ModelState) -> Bool { left.rank < right.rank }

    private var rank: Int { ModelState.allCases.firstIndex(of: self) ?? 0 }
}

/// What a p95 has to stay below, in milliseconds.
package struct StateThresholds: Hashable, Sendable {
    package let goodBelow: Double
    package let warningBelow: Double

    package static let usual = StateThresholds(goodBelow: 100, warningBelow: 200)

    package init(goodBelow: Double, warningBelow: Double) {
        self.goodBelow = goodBelow
        self.warningBelow = warningBelow
    }

    /// What is at a threshold is no longer below it.
    package func state(p95 milliseconds: Double) -> ModelState {
        milliseconds < goodBelow ? .good : milliseconds < warningBelow ? .warning : .danger
    }
}
