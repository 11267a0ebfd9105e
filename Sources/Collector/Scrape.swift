/// All counters of a replica at one scrape.
struct Scrape {
    /// Seconds since 1970 UTC.
    let time: Double
    /// Of the classic histogram; empty where there is none.
    var counters = CumulativeBuckets()
    /// The same counts in the native histogram, if there is one.
    var native: CumulativeBuckets?
    /// When the process began that was scraped, in seconds since 1970 UTC; nil where its target does not tell.
    var processStart: Double?

    /// All requests that the process ever counted.
    var requests: Double { best.requests ?? 0 }

    /// The finer counters, where there are both.
    var best: CumulativeBuckets { native ?? counters }

    /// How many series these came from.
    var seriesCount: Int { counters.seriesCount + (native == nil ? 0 : 1) }

    /// The counters to be compared with those of another scrape: of the kind that both have, if there is one.
    private func counters(like other: Scrape) -> CumulativeBuckets {
        other.native == nil && counters.isComplete ? counters : best
    }

    func hasFallen(since earlier: Scrape) -> Bool {
        counters(like: earlier).hasFallen(since: earlier.counters(like: self))
    }

    func hasFallenCount(since earlier: Scrape) -> Bool {
        counters(like: earlier).hasFallenCount(since: earlier.counters(like: self))
    }

    func isComparable(to earlier: Scrape) -> Bool {
        counters(like: earlier).isComparable(to: earlier.counters(like: self))
    }

    func increment(since earlier: Scrape) -> CumulativeBuckets {
        counters(like: earlier).increment(since: earlier.counters(like: self))
    }
}

/// What lies between two scrapes of one replica.
enum CounterChange {
    /// The counters went on.
    case growth
    /// They began again from zero.
    case restart
    /// A new process went on with them, as of a server that keeps them in a file.
    case keptCounters
    /// They go on with other classic bounds, or with counts that no request could have made, so that nothing can be told
    /// of the requests in between.
    case otherBounds
    /// They are of another process, which ran before: nothing can be told, and never will.
    case otherProcess

    /// Starts of one process may differ by so many seconds: some are computed from an uptime.
    private static let startJitter = 2.0
    /// A target's clock may be behind the server's by so many seconds.
    private static let clockSkew = 120.0

    /// A newer start of the process is a restart, unless its counts only fit to those before. Without one, a count that fell
    /// is a restart only if the replica's pace explains the new count; else several processes answer in turn, and each
    /// one's lifetime would be counted again and again.
    static func between(_ before: Scrape, _ scrape: Scrape, pace: Pace) -> CounterChange {
        let seconds = scrape.time - before.time
        func mayBeNew() -> Bool { pace.explains(scrape.requests, in: seconds) }
        // Only asked where something is odd: it looks at every bucket.
        func goesOn() -> Bool {
            !scrape.hasFallenCount(since: before)
                && pace.explains(scrape.requests - before.requests, in: seconds) && scrape.isComparable(to: before)
        }
        var isSameProcess = true
        if let start = scrape.processStart {
            let isYounger: Bool
            if let earlier = before.processStart {
                isSameProcess = abs(start - earlier) <= startJitter
                isYounger = !isSameProcess && start > earlier && start > before.time - clockSkew
            } else {
                isYounger = start > before.time
            }
            if isYounger { return !mayBeNew() && goesOn() ? .keptCounters : .restart }
        }
        if scrape.hasFallen(since: before) {
            if mayBeNew() { return .restart }
            // Where the sum alone fell, a clock was set back.
            guard isSameProcess, goesOn() else { return .otherProcess }
        }
        if !isSameProcess { return .otherProcess }
        guard scrape.isComparable(to: before) else { return .otherBounds }
        guard scrape.increment(since: before).hasNegativeBucket else { return .growth }
        // Some bucket's own count fell. That is a restart, or a server that does not count its buckets together.
        return scrape.processStart == nil && mayBeNew() ? .restart : .otherBounds
    }
}
