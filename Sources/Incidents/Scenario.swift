/// How the latencies of a simulated model vary while nothing is wrong with it. What varies is the typical latency; all
/// numbers are deviations of its logarithm: 0.03 is 3 %.
package enum Scenario: String, CaseIterable, Sendable {
    /// Only hours of the day, and little from step to step.
    case stationary
    /// Besides, the typical latency wanders, by 2 % within hours and by another 2 % within days.
    case drift
    /// On Saturdays and Sundays there is a third of the traffic, and answers take 12 % less.
    case weekly
    /// About every third day answers take two to three times as long, for twenty minutes on average.
    case bursts
    /// About twice a day they take two to four times as long, for an hour on average: more than verdicts are held against.
    case storms
    /// Prompts are now shorter and now longer, and the latency goes with them.
    case prompts
    /// Six requests an hour.
    case thin

    /// Requests per second on average, at weekdays.
    package var rate: Double { self == .thin ? 6.0 / 3600 : 1 }

    /// Stationary wandering: its deviation and how long it remembers, in hours (Ornstein and Uhlenbeck).
    var wandering: [(deviation: Double, hours: Double)] {
        switch self {
        case .stationary: []
        case .drift: [(0.02, 6), (0.02, 72)]
        case .weekly, .bursts, .storms, .prompts, .thin: [(0.02, 6)]
        }
    }

    /// How many a day, how long they are on average, in seconds, and up to which factor answers are slower, from 2 on.
    var bursts: (perDay: Double, seconds: Double, slowest: Double) {
        switch self {
        case .bursts: (1.0 / 3, 1200, 3)
        case .storms: (2, 3600, 4)
        case .stationary, .drift, .weekly, .prompts, .thin: (0, 0, 2)
        }
    }
    var weekendTraffic: Double { self == .weekly ? 0.3 : 1 }
    var weekendLatency: Double { self == .weekly ? 0.88 : 1 }
    /// Of the logarithm of tokens per request; it remembers six hours.
    var tokenDeviation: Double {
        switch self {
        case .prompts: 0.2
        case .stationary, .drift: 0.01
        case .weekly, .bursts, .storms, .thin: 0.03
        }
    }
}

/// What happens to a simulated model at a known time.
package struct Incident: Sendable {
    /// By which factor all latencies change: 1.2 is 20 % slower.
    package var latency = 1.0
    /// By which factor prompts become longer; the latency goes along by `ScenarioTraffic.elasticity`, with the same model.
    package var tokens = 1.0
    /// Seconds since the beginning of the simulation.
    package var start: Int
    package var end = Int.max

    package init(latency: Double = 1, tokens: Double = 1, start: Int, end: Int = .max) {
        (self.latency, self.tokens, self.start, self.end) = (latency, tokens, start, end)
    }
}
