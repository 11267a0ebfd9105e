import Latency
import Questions

/// How a model is doing, as people are told at a glance; what wants to be looked at comes first.
/// The raw values are classes of the pages' style.
enum ModelState: String, CaseIterable, Comparable, Sendable {
    case danger
    case warning
    case cannotTell = "cannot-tell"
    case noData = "no-data"
    case good
    case noTraffic = "no-traffic"

    static func < (left: ModelState, right: ModelState) -> Bool { left.rank < right.rank }

    private var rank: Int { ModelState.allCases.firstIndex(of: self) ?? 0 }
}

extension ModelStatus {
    /// By its p95 while there is traffic.
    func state(_ thresholds: LatencyThresholds) -> ModelState {
        switch verdict(thresholds)?.severity {
        case .good: .good
        case .cannotTell: .cannotTell
        case .warning: .warning
        case .critical: .danger
        case nil: traffic == .noTraffic ? .noTraffic : .noData
        }
    }
}
