/// How fast the counters of a replica grow, as far as the scrapes in hand show it: what decides whether a count can have
/// come about since some moment.
struct CounterRate {
    /// Requests per second: the median between neighbouring scrapes; 0 where there are none.
    private let typical: Double
    /// Requests per second: the most between neighbouring scrapes; 0 where there are none.
    private let highest: Double
    /// Seconds: the most between neighbouring scrapes of which none is missing; 0 where two can't tell.
    private let maximumSpacing: Double

    init(_ scrapes: [Scrape]) {
        var rates: [Double] = []
        var spacings: [Double] = []
        for (before, scrape) in zip(scrapes, scrapes.dropFirst()) where before.time < scrape.time {
            let (grown, seconds) = (scrape.requests - before.requests, scrape.time - before.time)
            if grown >= 0 { rates.append(grown / seconds) }
            spacings.append(seconds)
        }
        typical = rates.isEmpty ? 0 : rates.sorted()[rates.count / 2]
        highest = rates.max() ?? 0
        maximumSpacing = spacings.count < 3 ? 0 : 1.5 * spacings.sorted()[spacings.count / 2]
    }

    /// Whether the replica can have counted so many: at five times its usual pace, and fifty at once. What it takes to
    /// believe that they were.
    func explains(_ requests: Double, in seconds: Double) -> Bool {
        requests <= Self.burst || requests <= Self.burst + 5 * typical * seconds
    }

    /// Whether it can't be ruled out that the replica has counted so many: at three times its highest pace and, where a
    /// scrape is missing or too few are there to tell its pace, fifty at once.
    func cannotExclude(_ requests: Double, in seconds: Double) -> Bool {
        requests <= 3 * highest * seconds + (seconds > maximumSpacing ? Self.burst : 0)
    }

    static let burst = 50.0
}
