/// What lies between two scrapes of one replica.
enum CounterChange {
    /// The counters went on.
    case growth
    /// They went on, but at the earlier scrape some buckets were ahead of others, which have caught up since.
    case catchingUp
    /// They began again from zero.
    case restart
    /// A new process went on with them, as of a server that keeps them in a file.
    case keptCounters
    /// They go on with other classic bounds, or with counts that no request could have made, so that nothing can be told
    /// of the requests in between.
    case otherBounds
    /// They are of another process, which ran before: nothing can be told, and never will.
    case otherProcess

    static func between(_ before: Scrape, _ scrape: Scrape, pace: CounterRate) -> CounterChange {
        let seconds = scrape.time - before.time
        return Comparison(
            before: before, scrape: scrape, mayBeNew: pace.explains(scrape.requests, in: seconds),
            mayHaveGrown: pace.explains(scrape.requests - before.requests, in: seconds)
        ).change
    }
}

/// Two scrapes of one replica, held against each other.
private struct Comparison {
    let before: Scrape
    let scrape: Scrape
    /// Whether the replica's pace explains all that the later one counts.
    let mayBeNew: Bool
    /// Whether it explains what that counts more.
    let mayHaveGrown: Bool

    /// Starts of one process may differ by so many seconds: some are computed from an uptime.
    private static let startJitter = 2.0
    /// A target's clock may be behind the server's by so many seconds.
    private static let clockSkew = 120.0

    /// A newer start of the process is a restart, unless its counts only fit to those before. Without one, a count that fell
    /// is a restart only if the replica's pace explains the new count; else several processes answer in turn, and each
    /// one's lifetime would be counted again and again.
    var change: CounterChange {
        let process = process
        if process == .newer { return !mayBeNew && wereKept ? .keptCounters : .restart }
        if scrape.hasFallenCount(since: before) { return mayBeNew ? .restart : .otherProcess }
        if process == .other { return mayBeNew && scrape.hasFallen(since: before) ? .restart : .otherProcess }
        if process == .unknown, scrape.hasFallen(since: before) {
            if mayBeNew { return .restart }
            // Where the sum alone fell, a clock was set back.
            guard mayHaveGrown, scrape.isComparable(to: before) else { return .otherProcess }
        }
        guard scrape.isComparable(to: before) else { return .otherBounds }
        guard scrape.increment(since: before).hasNegativeBucket else { return .growth }
        // Some bucket's own count fell, though none of those up to a bound did: a restart, after which requests were
        // faster, lets the sum fall, too. Else the later scrape has what the earlier one had in some buckets alone.
        return scrape.hasFallenSum(since: before) ? .restart : catchingUp
    }

    private var catchingUp: CounterChange {
        let tellsSums = scrape.best.sum != nil && before.best.sum != nil
        if tellsSums || process == .same { return .catchingUp }
        return mayBeNew ? .restart : .otherBounds
    }

    /// Whether the counts of a newer process are those of the one before and what came since. Counts that happen to be as
    /// high as before are not: their buckets show it, by more than what is read while requests are counted, or their sum.
    private var wereKept: Bool {
        guard mayHaveGrown, !scrape.hasFallen(since: before), scrape.isComparable(to: before) else { return false }
        return scrape.increment(since: before).deepestFall <= Self.tornShare * scrape.requests
    }

    /// So much of all requests may be counted while a replica is read.
    private static let tornShare = 0.01

    private enum Process {
        case same
        case newer
        /// One that ran before.
        case other
        /// Nothing tells of one.
        case unknown
    }

    private var process: Process {
        guard let start = scrape.processStart else { return .unknown }
        guard let earlier = before.processStart else { return start > before.time ? .newer : .same }
        if abs(start - earlier) <= Self.startJitter { return .same }
        return start > earlier && start > before.time - Self.clockSkew ? .newer : .other
    }
}
