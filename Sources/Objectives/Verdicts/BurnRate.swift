import Latency

/// How fast a budget is spent, over a long and a short time: 1 spends just all of it in the objective's period.
///
/// As in the SRE workbook, "Alerting on SLOs", section 6 (multiwindow, multi-burn-rate alerts): the long time says that it
/// matters, the short one that it goes on.
package struct BurnRate: Hashable, Sendable {
    /// Two times, and the part of the period's budget that is spent in the long one when it fires.
    package struct Pair: Hashable, Sendable {
        /// In seconds.
        package let long, short: Int
        /// Hundredths of the budget.
        package let spent: Int
    }

    package static let pairs = [
        Pair(long: 3600, short: 300, spent: 2),
        Pair(long: 21_600, short: 1800, spent: 5),
        Pair(long: 259_200, short: 21_600, spent: 10),
    ]

    /// Fewer bad requests in the long time are no news.
    package static let leastBad = 10

    package let pair: Pair
    /// At which it fires: 14.4, 6 and 1 for a period of 30 days; never below 1, since who spends no faster than that keeps the
    /// objective.
    package let factor: Double
    /// By the low end of the bad share; nil without requests.
    package let long, short: Double?
    package let isFiring: Bool

    /// - Parameters:
    ///   - period: the length of the objective's period, in seconds.
    ///   - long: the shares of good requests in those times; nil without requests.
    package init(_ pair: Pair, target: Share, period: Int, long: ShareBounds?, short: ShareBounds?) {
        self.pair = pair
        // Both sides of the fraction, so that nothing is rounded before it is compared.
        let (spent, even) = (pair.spent * period, 100 * pair.long)
        factor = Double(max(spent, even)) / Double(even)
        func rate(_ share: ShareBounds?) -> Double? {
            share.map { Double($0.high.whole - $0.high.part) / Double($0.high.whole) / (1 - target.fraction) }
        }
        (self.long, self.short) = (rate(long), rate(short))
        func fires(_ share: ShareBounds?) -> Bool {
            guard let share = share?.high else { return false }
            // bad / whole >= (1 - target) * factor
            let bad = Int128(share.whole - share.part) * 1_000_000 * Int128(even)
            return bad >= Int128(share.whole) * Int128(1_000_000 - target.millionths) * Int128(max(spent, even))
        }
        let bad = long.map { $0.high.whole - $0.high.part } ?? 0
        isFiring = bad >= Self.leastBad && fires(long) && fires(short)
    }
}
