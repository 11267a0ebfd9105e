import Incidents
import Latency
import Statistics

/// What is said of simulated months of one kind, whose truth is known.
struct VerdictStudy {
    let scenario: Scenario
    let layout: BucketLayout
    /// By which factor the model becomes slower when the month begins; 1 for not at all.
    let shift: Double

    private static let start = Month.quietDays

    func rates(seed: UInt64) -> Rates {
        let incident = shift == 1 ? nil : Incident(latency: shift, start: Self.start * 86_400)
        let month = Month(scenario, layout: layout, seed: seed, incident: incident)
        var rates = Rates()
        day(month, &rates)
        week(month, &rates)
        askedEveryDay(month, &rates)
        return rates
    }

    private func day(_ month: Month, _ rates: inout Rates) {
        let comparison = month.comparison(endingAt: Self.start + 1, length: 1)
        for verdict in Verdict.allCases { rates.add("day: \(verdict.rawValue)", comparison.verdict == verdict) }
        if let change = comparison.p95Change {
            rates.add("day: interval of p95 holds the truth", change.low <= shift - 1 && shift - 1 <= change.high)
        }
        let later = month.counts(Self.start..<Self.start + 1)
        let earlier = Month.added(month.baseline(endingAt: Self.start + 1, length: 1).map(month.counts))
        let ranks = OtherTests.mannWhitney(later: later, earlier: earlier)
        rates.add("day, Mann-Whitney p < 0.01: slower", ranks.p < 0.01 && ranks.isSlower)
        let distance = OtherTests.kolmogorovSmirnov(later: later, earlier: earlier)
        rates.add("day, Kolmogorov-Smirnov p < 0.01: slower", distance.p < 0.01 && distance.isSlower)
        rates.add("day, p95 up by 10 %: slower", p95Ratio(month, later: later, earlier: earlier) >= 1.1)
    }

    private func week(_ month: Month, _ rates: inout Rates) {
        let comparison = month.comparison(endingAt: Self.start + 7, length: 7)
        for verdict in Verdict.allCases { rates.add("week: \(verdict.rawValue)", comparison.verdict == verdict) }
    }

    /// Asked at any time, with the answer of the last block that is over.
    private func askedEveryDay(_ month: Month, _ rates: inout Rates) {
        let method = ComparisonMethod.everyBlock(ofDays: 1)
        var (slower, first) = (false, Int.max)
        var threshold = false
        for day in 1...(shift == 1 ? 30 : 7) {
            let verdict = month.comparison(endingAt: Self.start + day, length: 1, method: method).verdict
            if verdict == .slower { (slower, first) = (true, min(first, day)) }
            let later = month.counts(Self.start + day - 1..<Self.start + day)
            let earlier = Month.added(month.baseline(endingAt: Self.start + day, length: 1).map(month.counts))
            if p95Ratio(month, later: later, earlier: earlier) >= 1.1 { threshold = true }
        }
        if shift == 1 {
            rates.add("month, asked every five minutes: slower", slower)
            rates.add("month, p95 of a day up by 10 %: slower", threshold)
            rates.add("month, asked every five minutes, against last week: slower", slowerThanLastWeek(month))
        } else {
            rates.add("asked every five minutes: slower after a day", first == 1)
            rates.add("asked every five minutes: slower within a week", first <= 7)
        }
    }

    /// The last day beside the seven before, on any day of the month.
    private func slowerThanLastWeek(_ month: Month) -> Bool {
        let method = ComparisonMethod.everyBlock(ofDays: 1)
        return (1...30).contains { day in
            let end = Self.start + day
            return Comparison(
                later: month.block(end - 1..<end), baseline: (end - 8..<end - 1).map { month.block($0..<$0 + 1) },
                days: 1, method: method
            ).verdict == .slower
        }
    }

    private func p95Ratio(_ month: Month, later: [Int], earlier: [Int]) -> Double {
        guard let after = month.histogram(counts: later).quantile(0.95),
            let before = month.histogram(counts: earlier).quantile(0.95), before.value > 0
        else { return 1 }
        return after.value / before.value
    }
}
