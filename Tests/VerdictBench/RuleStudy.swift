import Incidents
import Latency
import Questions
import Statistics

/// What a rule on p95 says in a month of five-minute windows, asked at every one of them: one that speaks only where it is certain, and
/// one that goes by the p95 of three windows.
struct RuleStudy {
    /// What a window counts, and whether that is more than a rule allows.
    enum Kind: Sendable {
        /// A share of slow requests, each by itself, at a rate a second.
        case independent(share: Double, rate: Double)
        /// Whole windows are slow, as often as the share says: as far from independent requests as can be.
        case clustered(share: Double, rate: Double)
        /// A scenario, and the lowest bound that at most 5 % of its requests are above.
        case scenario(Scenario, BucketLayout)
    }

    let name: String
    let kind: Kind

    static let windows = 8640
    private static let limit = 1.0
    /// Latencies of simulated windows are below or above a limit of one second.
    private static let layout = BucketLayout(upperBounds: [0.1, limit, 10])

    static func all(_ layouts: [(name: String, layout: BucketLayout)]) -> [RuleStudy] {
        let rates = [("busy", 1.0), ("thin", 6.0 / 3600)]
        var studies: [RuleStudy] = []
        for (name, rate) in rates {
            for share in [0.05, 0.1, 0.2, 0.5, 1] {
                studies.append(RuleStudy(name: "\(name), \(share) slow", kind: .independent(share: share, rate: rate)))
            }
            let clustered = Kind.clustered(share: 0.05, rate: rate)
            studies.append(RuleStudy(name: "\(name), whole windows, 0.05 slow", kind: clustered))
        }
        for (name, layout) in layouts {
            for scenario in [Scenario.stationary, .drift, .weekly, .bursts, .thin] {
                studies.append(RuleStudy(name: "\(scenario.rawValue), \(name)", kind: .scenario(scenario, layout)))
            }
        }
        return studies
    }

    func rates(seed: UInt64) -> Rates {
        let (windows, limit) = month(seed: seed)
        let certain = first(windows, limit, isCertain: true)
        let plain = first(windows, limit, isCertain: false)
        var rates = Rates()
        rates.add("rule, certain: speaks within a month", certain != nil)
        rates.add("rule, p95 of 15 minutes: speaks within a month", plain != nil)
        for (name, most) in [("an hour", 12), ("six hours", 72), ("a day", 288)] {
            rates.add("rule, certain: speaks within \(name)", certain.map { $0 <= most } ?? false)
        }
        return rates
    }

    /// The first window in which a rule speaks.
    private func first(_ windows: [EvaluationRule.Value], _ limit: Double, isCertain: Bool) -> Int? {
        let rule = EvaluationRule(
            limits: .above(warning: nil, critical: limit * 1000), minimumRequests: 1, seconds: 900,
            isCertain: isCertain)
        for place in windows.indices {
            let window = windows[place].window
            let oldest = window.advanced(by: 1 - rule.lookBack)
            let values = windows[max(0, place + 1 - rule.lookBack)...place].drop { $0.window < oldest }
            let found = rule.condition(
                of: "m", oldestFirst: values, newest: window, limits: rule.limits, unit: .seconds)
            if case .judged(let severities) = found.state, severities.lowerBound == .critical { return place + 1 }
        }
        return nil
    }

    private func month(seed: UInt64) -> (windows: [EvaluationRule.Value], limit: Double) {
        switch kind {
        case .independent(let share, let rate):
            var random = SeededGenerator(seed: SeededGenerator.seed(seed, 21))
            return (
                values(Self.layout) { _ in
                    [0, random.poisson(rate * 300 * (1 - share)), random.poisson(rate * 300 * share), 0]
                }, Self.limit
            )
        case .clustered(let share, let rate):
            var random = SeededGenerator(seed: SeededGenerator.seed(seed, 22))
            return (
                values(Self.layout) { _ in
                    let requests = random.poisson(rate * 300)
                    return random.uniform() < share ? [0, 0, requests, 0] : [0, requests, 0, 0]
                }, Self.limit
            )
        case .scenario(let scenario, let layout):
            var traffic = ScenarioTraffic(scenario, bounds: layout.upperBounds, step: 300, seed: seed)
            let windows = values(layout) { _ in traffic.next().counts }
            return (windows, Self.limit(of: windows, layout))
        }
    }

    private func values(_ layout: BucketLayout?, _ counts: (Int) -> [Int]) -> [EvaluationRule.Value] {
        (0..<Self.windows).map { number in
            let part = layout.flatMap { Histogram.Part(layout: $0, counts: counts(number)) }
            let histogram = part.map { Histogram($0, sumMicroseconds: nil) } ?? Histogram()
            return (
                Window(endedAt: Month.epoch + (number + 1) * 300),
                ModelWindow(model: "m", quality: .exact, histogram: histogram)
            )
        }
    }

    /// The lowest bound that at most 5 % of all requests are above.
    private static func limit(of windows: [EvaluationRule.Value], _ layout: BucketLayout) -> Double {
        var total = [Int](repeating: 0, count: layout.bucketCount)
        for (_, value) in windows {
            for part in value.histogram.parts { for bucket in total.indices { total[bucket] += part.counts[bucket] } }
        }
        let all = total.reduce(0, +)
        var above = all
        for (bucket, bound) in layout.upperBounds.enumerated() {
            above -= total[bucket]
            if above * 20 <= all { return bound }
        }
        return layout.upperBounds.last ?? 1
    }
}
