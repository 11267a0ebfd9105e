/// How fast the counters of a replica grow, as far as the scrapes in hand show it: what decides whether a count can have
/// come about since some moment.
struct Pace {
    /// Requests per second: the median between neighbouring scrapes; 0 where there are none.
    let typical: Double
    /// All requests between the first and the last scrape; after a fall all that was counted is new.
    let total: Double

    init(_ scrapes: [Scrape]) {
        var rates: [Double] = []
        var total = 0.0
        for (before, scrape) in zip(scrapes, scrapes.dropFirst()) where before.time < scrape.time {
            let grown = scrape.requests - before.requests
            total += grown >= 0 ? grown : scrape.requests
            if grown >= 0 { rates.append(grown / (scrape.time - before.time)) }
        }
        typical = rates.isEmpty ? 0 : rates.sorted()[rates.count / 2]
        self.total = total
    }

    /// Fifty requests may come at once; more only at five times the usual pace.
    func explains(_ requests: Double, in seconds: Double) -> Bool {
        requests <= Self.burst || requests <= Self.burst + 5 * typical * seconds
    }

    static let burst = 50.0
}
