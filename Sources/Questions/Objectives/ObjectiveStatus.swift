import Latency
import Objectives

extension SloAnswer.Entry {
    /// What a monitoring system makes of it.
    ///
    /// Critical: not met, or the budget is spent, or it is being spent so fast that a person must look now: the faster two burn
    /// rates of the SRE workbook page, the slowest is for working hours and a warning. Unknown: nobody can tell, or there is no
    /// recent window. A period that runs is no reason for that, and a burn rate is told even so: it goes by what was surely bad.
    package var status: CheckStatus {
        if verdict == .notMet || isSpent || burn.dropLast().contains(where: \.isFiring) { return .critical }
        if burn.contains(where: \.isFiring) { return .warning }
        if isUntellable { return .unknown }
        return burn.isEmpty && share != nil ? .unknown : .ok
    }

    private var isSpent: Bool { !isUntellable && (budgetLeft?.high ?? 0) < 0 }

    private var isUntellable: Bool {
        switch verdict.reason {
        case nil, .running: false
        default: true
        }
    }
}

extension CheckStatus {
    /// What notices and replays say of it; nil where nobody can tell.
    var severity: Severity? {
        switch self {
        case .ok: .good
        case .warning: .warning
        case .critical: .critical
        case .unknown: nil
        }
    }
}

extension SloAnswer {
    /// The worst of all; unknown without any, and where all is well on a replica's word alone.
    package var status: CheckStatus {
        let worst = entries.isEmpty ? .unknown : CheckStatus.worst(entries.map(\.status))
        return worst == .ok && isUnverified ? .unknown : worst
    }
}
