/// All counters of a replica at one scrape.
struct Scrape {
    /// Seconds since 1970 UTC.
    let time: Double
    var counters: CumulativeBuckets
    /// When the process began that was scraped, in seconds since 1970 UTC; nil where its target does not tell.
    var processStart: Double?

    /// All requests that the process ever counted.
    var requests: Double { counters.requests ?? 0 }
}

/// What lies between two scrapes of one replica.
enum CounterChange {
    /// The counters went on.
    case growth
    /// They began again from zero.
    case restart
    /// They go on with other bounds, so that nothing can be told of the requests in between.
    case otherBounds
    /// They are of another process, which ran before: nothing can be told, and never will.
    case otherProcess

    /// Starts of one process may differ by so many seconds: some are computed from an uptime.
    private static let startJitter = 2.0
    /// A target's clock may be behind the server's by so many seconds.
    private static let clockSkew = 120.0

    /// A newer start of the process is a restart, whatever the counts say. Without one, a count that fell is a restart
    /// only if the replica's pace explains the new count; else several processes answer in turn, and each one's lifetime
    /// would be counted again and again.
    static func between(_ before: Scrape, _ scrape: Scrape, pace: Pace) -> CounterChange {
        var isSameProcess = true
        if let start = scrape.processStart {
            if let earlier = before.processStart {
                isSameProcess = abs(start - earlier) <= startJitter
                if !isSameProcess, start > earlier, start > before.time - clockSkew { return .restart }
            } else if start > before.time {
                return .restart
            }
        }
        if scrape.counters.hasFallen(since: before.counters) {
            return pace.explains(scrape.requests, in: scrape.time - before.time) ? .restart : .otherProcess
        }
        if !isSameProcess { return .otherProcess }
        return scrape.counters.hasBounds(of: before.counters) ? .growth : .otherBounds
    }
}
