import Latency

extension Share {
    /// What of a budget of bad requests is left at a share of good ones, in millionths of the budget: 1,000,000 where none was
    /// bad, 0 where as many were as may be, below 0 where more were. Rounded down, or up.
    package func budgetLeft(at share: ExactShare, roundedUp: Bool) -> Int {
        // 1 - (bad / whole) / (allowed / 1e6)
        let allowed = Int128(1_000_000 - millionths)
        let bad = Int128(share.whole - share.part) * 1_000_000
        let below = Int128(share.whole) * allowed
        // A remainder is cut towards zero.
        let left = (below - bad) * 1_000_000
        let quotient = left / below
        let rest = left % below
        if rest == 0 { return Int(clamping: quotient) }
        if roundedUp { return Int(clamping: rest > 0 ? quotient + 1 : quotient) }
        return Int(clamping: rest < 0 ? quotient - 1 : quotient)
    }
}
