import Glibc
import Incidents
import Latency
import Statistics

/// Whether longer prompts and a slower model are told apart: the same change of latency, by one or by the other.
struct TokenStudy {
    let layout: BucketLayout
    /// Whether prompts become longer, so that latencies rise by as much as a slower model's do.
    let byPrompts: Bool

    private static let shift = 1.2
    private static let start = Month.quietDays

    func rates(seed: UInt64) -> Rates {
        let tokens = exp(log(Self.shift) / ScenarioTraffic.elasticity)
        let incident =
            byPrompts
            ? Incident(tokens: tokens, start: Self.start * 86_400)
            : Incident(latency: Self.shift, start: Self.start * 86_400)
        let month = Month(.prompts, layout: layout, seed: seed, incident: incident)
        let baseline = month.baseline(endingAt: Self.start + 1, length: 1)
        let total = Month.added(baseline.map(month.counts)).map(Double.init)
        var hours: [TokenAssociation.Hour] = []
        for (number, days) in baseline.enumerated() {
            for hour in days.lowerBound * 24..<days.upperBound * 24 {
                let counted = month.hours[hour]
                let requests = counted.counts.reduce(0, +)
                guard requests > 0, counted.inputTokens > 0 else { continue }
                hours.append(
                    TokenAssociation.Hour(
                        block: number, hourOfDay: hour % 24,
                        effect: Superiority.logit(of: counted.counts.map(Double.init), over: total),
                        tokens: log(Double(counted.inputTokens) / Double(requests)), load: log(Double(requests))))
            }
        }
        func perRequest(_ days: Range<Int>) -> Double {
            let hours = month.hours[days.lowerBound * 24..<days.upperBound * 24]
            return log(
                Double(hours.reduce(0) { $0 + $1.inputTokens })
                    / Double(hours.reduce(0) { $0 + $1.counts.reduce(0, +) }))
        }
        let comparison = month.comparison(endingAt: Self.start + 1, length: 1)
        var rates = Rates()
        rates.add("slower, whatever the prompts", comparison.verdict == .slower)
        guard let effects = comparison.effects,
            case .success(let found) = TokenAssociation.of(
                hours, effects: effects,
                tokens: (perRequest(Self.start..<Self.start + 1), baseline.map(perRequest)))
        else {
            rates.add("told apart", false)
            rates.add("cannot tell", true)
            return rates
        }
        let goesAlong = found.low > 0
        let remains = found.remainingPValue < 0.01
        rates.add("told apart", byPrompts ? goesAlong && !remains : remains)
        rates.add("told wrongly", byPrompts ? remains : goesAlong && !remains)
        rates.add("cannot tell", !goesAlong && !remains)
        return rates
    }
}
