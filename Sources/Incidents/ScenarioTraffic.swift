import Glibc

/// The counts of one simulated model, step by step, drawn as whole buckets from what its latencies are at the time.
///
/// Latencies are log-normal, two of a hundred are eight times as long. Within a step requests are independent and their
/// number is Poisson-distributed; what makes them dependent in truth varies from step to step.
package struct ScenarioTraffic: Sendable {
    /// What a step counts.
    package struct Counted: Equatable, Sendable {
        /// Per bucket, not cumulative.
        package var counts: [Int]
        package var sumMicroseconds: Int
        /// Of all requests together.
        package var inputTokens: Int
    }

    /// How the latency goes with tokens per request: as their power of 0.7.
    package static let elasticity = 0.7
    static let deviation = 0.6
    static let tokensPerRequest = 800.0

    private let scenario: Scenario
    private let bounds: [Double]
    private let step: Int
    private let incident: Incident?
    private let logMedian: Double
    private var generator: SeededGenerator
    private var wandering: [Double]
    private var tokens = 0.0
    /// How many seconds the burst still lasts, and by how much it is slower.
    private var burst = (left: 0, logFactor: 0.0)
    /// Seconds since the beginning, which is a Monday's midnight.
    private var time = 0

    /// - Parameters:
    ///   - bounds: upper bounds in seconds.
    ///   - step: seconds, at most a day.
    ///   - seed: which also decides the typical latency, between 0.5 and 3 s.
    package init(_ scenario: Scenario, bounds: [Double], step: Int, seed: UInt64, incident: Incident? = nil) {
        (self.scenario, self.bounds, self.step, self.incident) = (scenario, bounds, step, incident)
        generator = SeededGenerator(seed: SeededGenerator.seed(seed, 7))
        logMedian = log(0.5) + log(6) * generator.uniform()
        wandering = []
        for part in scenario.wandering { wandering.append(part.deviation * generator.normal()) }
        tokens = scenario.tokenDeviation * generator.normal()
    }

    /// The next step.
    package mutating func next() -> Counted {
        wander()
        let isActive = incident.map { ($0.start..<$0.end).contains(time) } ?? false
        let isWeekend = time / 86_400 % 7 > 4
        let load = ScenarioTraffic.load(atHour: Double(time % 86_400) / 3600 + Double(step) / 7200)
        let logTokens = tokens + (isActive ? log(incident?.tokens ?? 1) : 0)
        var center = logMedian + 0.2 * (load - 1) + Self.elasticity * logTokens + 0.02 * generator.normal()
        center += wandering.reduce(0, +)
        if isWeekend { center += log(scenario.weekendLatency) }
        if isActive { center += log(incident?.latency ?? 1) }
        let requests = scenario.rate * load * Double(step) * (isWeekend ? scenario.weekendTraffic : 1)
        let inBurst = Double(min(step, burst.left)) / Double(step)
        burst.left -= min(step, burst.left)
        time += step
        return counted(
            center: center, inBurst: inBurst, requests: requests,
            tokensPerRequest: Self.tokensPerRequest * exp(logTokens))
    }

    private mutating func wander() {
        for (index, part) in scenario.wandering.enumerated() {
            let kept = exp(-Double(step) / 3600 / part.hours)
            wandering[index] =
                kept * wandering[index] + part.deviation * (1 - kept * kept).squareRoot() * generator.normal()
        }
        let kept = exp(-Double(step) / 3600 / 6)
        tokens = kept * tokens + scenario.tokenDeviation * (1 - kept * kept).squareRoot() * generator.normal()
        let chance = scenario.bursts.perDay * Double(step) / 86_400
        if chance > 0, burst.left == 0, generator.uniform() < chance {
            let factor = 2 + (scenario.bursts.slowest - 2) * generator.uniform()
            burst = (Int(scenario.bursts.seconds * generator.exponential()), log(factor))
        }
    }

    /// Against the mean of a day: 0.4 at five in the morning, 1.6 at five in the afternoon.
    private static func load(atHour hour: Double) -> Double { 1 + 0.6 * cos((hour - 17) * .pi / 12) }

    /// - Parameter inBurst: the share of the step that the burst takes.
    private mutating func counted(
        center: Double, inBurst: Double, requests: Double, tokensPerRequest: Double
    ) -> Counted {
        var counts = [Int](repeating: 0, count: bounds.count + 1)
        var (below, sum) = (0.0, 0.0)
        for bucket in counts.indices {
            var share = bucket < bounds.count ? Self.share(below: bounds[bucket], center: center) : 1
            if inBurst > 0, bucket < bounds.count {
                let slow = Self.share(below: bounds[bucket], center: center + burst.logFactor)
                share = (1 - inBurst) * share + inBurst * slow
            }
            counts[bucket] = generator.poisson(requests * max(0, share - below))
            below = share
            let low = bucket == 0 ? 0 : bounds[bucket - 1]
            sum += Double(counts[bucket]) * (low + (bucket < bounds.count ? bounds[bucket] : low)) / 2
        }
        let total = Double(counts.reduce(0, +))
        let spread = total > 0 ? tokensPerRequest * total.squareRoot() * generator.normal() : 0
        return Counted(
            counts: counts, sumMicroseconds: Int(sum * 1e6),
            inputTokens: max(0, Int(tokensPerRequest * total + spread)))
    }

    private static func share(below bound: Double, center: Double) -> Double {
        let distance = (log(bound) - center) / deviation
        return 0.98 * Normal.share(below: distance) + 0.02 * Normal.share(below: distance - log(8) / deviation)
    }
}
