import Objectives

extension SloAnswer.Entry {
    /// What a monitoring system makes of it.
    ///
    /// Critical: not met, or the budget is spent, or it is being spent so fast that a person must look now: the faster two burn
    /// rates of the SRE workbook page, the slowest is for working hours and a warning. Unknown: nobody can tell, or there is no
    /// recent window. A period that runs is no reason for that.
    package var status: CheckStatus {
        if verdict == .notMet { return .critical }
        switch verdict.reason {
        case nil, .running: break
        default: return .unknown
        }
        if share == nil { return .ok }
        if let left = budgetLeft?.high, left < 0 { return .critical }
        if burn.dropLast().contains(where: \.isFiring) { return .critical }
        if burn.contains(where: \.isFiring) { return .warning }
        return burn.isEmpty ? .unknown : .ok
    }
}

extension SloAnswer {
    /// The worst of all; unknown without any, and where all is well on a replica's word alone.
    package var status: CheckStatus {
        let worst = entries.isEmpty ? .unknown : CheckStatus.worst(entries.map(\.status))
        return worst == .ok && isUnverified ? .unknown : worst
    }
}
