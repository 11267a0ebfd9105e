/// How a model is doing, as people are told at a glance; what wants to be looked at comes first.
package enum ModelState: String, CaseIterable, Comparable, Sendable {
    case danger
    case warning
    case cannotTell = "cannot-tell"
    case noData = "no-data"
    case good
    case noTraffic = "no-traffic"

    package static func < (left: ModelState, right: ModelState) -> Bool { left.rank < right.rank }

    private var rank: Int { ModelState.allCases.firstIndex(of: self) ?? 0 }
}

extension LatencyThresholds {
    /// What the pages go by where nobody says otherwise, of a metric that nothing is known of.
    package static let usual = ThresholdChoice(nil).thresholds(for: nil)
}
