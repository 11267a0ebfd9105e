import Latency
import Questions

/// What rules found, as sentences.
enum RuleText {
    static func sentence(_ reason: RuleReason, isGood: Bool) -> String {
        switch reason {
        case .noRule: return "the configuration has no such rule any more"
        case .objective(let state): return objective(state)
        case .slower(let change, let baseline):
            let than = baseline == .lastWeek ? "the seven days before" : "the same hours of the days before"
            if isGood { return "not slower than \(than)" }
            guard let change else { return "slower than \(than)" }
            return
                "slower than \(than), p95 by \(percent(change.estimate)) (\(percent(change.low)) to \(percent(change.high)))"
        }
    }

    private static func objective(_ state: RuleReason.ObjectiveState) -> String {
        let name = NotificationText.ruleName(state.name)
        guard let low = state.low, let high = state.high else { return "objective \(name): no requests" }
        let share = DecimalText.percent(millionths: low)
        let range = low == high ? share : "\(share) to \(DecimalText.percent(millionths: high))"
        let burning = state.burn.map { burn in
            ", spends its budget \(DecimalText.rate(burn.rate)) times as fast as it may over "
                + SloQuestion.span(burn.seconds)
        }
        return "objective \(name): \(range) of \(DecimalText.grouped(state.requests)) requests within "
            + "\(LatencyFormat.bound(state.below)), target \(DecimalText.percent(millionths: state.target.millionths)), "
            + "\(state.verdict)\(burning ?? "")"
    }

    /// `+12 %`
    private static func percent(_ change: Double) -> String {
        let rounded = Int((change * 100).rounded())
        return "\(rounded < 0 ? "" : "+")\(rounded) %"
    }
}
