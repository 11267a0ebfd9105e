import Archive
import Latency

/// How fast the counters of a replica grow, as far as the scrapes in hand show it: what decides whether a count can have
/// come about since some moment.
struct CounterRate {
    /// Requests per second: the median between neighbouring scrapes; 0 where there are none.
    private let typical: Double
    /// Requests per second: the most between neighbouring scrapes; 0 where there are none.
    private let highest: Double
    /// Seconds: the most between neighbouring scrapes of which none is missing; 0 where two can't tell.
    private let maximumSpacing: Double

    /// How many may come at once.
    let burst: Double

    /// - Parameter burst: so many of what is counted are believed to come at once.
    init(_ scrapes: [Scrape], burst: Double = requestsAtOnce) {
        self.burst = burst
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

    /// Whether the replica can have counted so many: at five times its usual pace, and a burst at once. What it takes to
    /// believe that they were.
    func explains(_ requests: Double, in seconds: Double) -> Bool {
        requests <= burst || requests <= burst + 5 * typical * seconds
    }

    /// Whether it can't be ruled out that the replica has counted so many: at three times its highest pace and, where a
    /// scrape is missing or too few are there to tell its pace, a burst at once.
    func cannotExclude(_ requests: Double, in seconds: Double) -> Bool {
        requests <= 3 * highest * seconds + (seconds > maximumSpacing ? burst : 0)
    }

    static let requestsAtOnce = 50.0
    /// Tokens of a request, of which counters of tokens and times between tokens count each.
    private static let tokensOfRequest = (read: 4000.0, written: 400.0)

    static func burst(of source: SourceDescription) -> Double {
        switch source.knownMeasure {
        case .inputTokens, .outputTokens: requestsAtOnce * (source.kind == .counter ? tokensOfRequest.read : 1)
        case .itl: requestsAtOnce * tokensOfRequest.written
        default: requestsAtOnce
        }
    }
}
