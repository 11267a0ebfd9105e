import Latency

/// One replica around one window: what was scraped of it, and what is known of its past.
struct ReplicaHistory {
    /// All counters of the replica at one scrape.
    struct Scrape {
        /// Seconds since 1970 UTC.
        let time: Double
        /// Of the classic histogram; empty where there is none.
        var counters = CumulativeBuckets()
        /// The same counts of the native histogram, if there is one.
        var native: CumulativeBuckets?

        /// The finer ones, where there are both.
        var best: CumulativeBuckets { native ?? counters }

        /// The counters to be compared with those of another scrape: of the kind that it has.
        func counters(like other: Scrape) -> CumulativeBuckets {
            other.native == nil && counters.isComplete ? counters : best
        }
    }

    /// The scrapes of the window and of the one before it, oldest first.
    var scrapes: [Scrape]
    /// The newest scrape from before both, if it was looked for and found.
    var farAnchor: Scrape?
    /// When its process began, if that is known; seconds since 1970 UTC.
    var processStart: Double?
    /// When its target was first scraped successfully in the last ten minutes; seconds since 1970 UTC.
    var firstScrape: Double?

    /// What the replica did in a window.
    struct Increment {
        /// Requests by layout; a replica that restarts with other bounds has two, and one whose classic histogram gives
        /// way to a native one has three, one of them for what happened between the scrapes of the two.
        var parts: [CumulativeBuckets] = []
        var quality = Quality.exact
    }

    /// Whether anything is known of the replica before the window.
    func isAnchored(before window: Window) -> Bool {
        farAnchor != nil || scrapes.contains { $0.time <= Double(window.start) }
    }

    /// Whether the replica's first scrape in the window shows all requests that it ever had: its process is younger than
    /// the window, or its target had been scraped before without it.
    func isNew(in window: Window) -> Bool {
        guard let first = scrapes.first(where: { $0.time > Double(window.start) }) else { return false }
        if let processStart, processStart > Double(window.start - Self.startupSeconds) { return true }
        return firstScrape.map { $0 < first.time } ?? false
    }

    /// A process that began so shortly before a window may not have been scraped yet.
    private static let startupSeconds = 30

    /// Whether its process began in the window before at the earliest. If it was not scraped there, all that it ever
    /// counted shows in this window, though some of it may have happened before: targets scraped once a minute take
    /// that long to be seen.
    private func isYoung(in window: Window) -> Bool {
        processStart.map { $0 > Double(window.start - Window.seconds) } ?? false
    }

    /// The increment of the window, scrape by scrape; nil where it was not scraped at all.
    ///
    /// - anchor at most five minutes before the window: exact
    /// - an older anchor: spanned
    /// - restarted since the scrape before: all counters count from zero; reset
    /// - other classic bounds without a restart: nothing between the two scrapes can be told; partial
    /// - no anchor, but new: all counters count from zero; exact
    /// - no anchor, not sure to be new, but its process began in the window before: the same; spanned
    /// - no anchor, and not sure to be new otherwise: its first scrape becomes the anchor; partial
    func increment(in window: Window) -> Increment? {
        let start = Double(window.start)
        let inside = scrapes.filter { $0.time > start && $0.time <= Double(window.end) }
        guard let first = inside.first else { return nil }
        var result = Increment()
        var previous = scrapes.last { $0.time <= start }
        if previous == nil, let farAnchor {
            previous = farAnchor
            result.quality = .spanned
        }
        if previous == nil {
            if isNew(in: window) {
                result.add(first.best)
            } else if isYoung(in: window) {
                result.add(first.best, .spanned)
            } else {
                result.add(first.best.zeroed, .partial)
            }
            previous = first
        }
        for scrape in inside {
            guard let before = previous, before.time < scrape.time else { continue }
            let (old, new) = (before.counters(like: scrape), scrape.counters(like: before))
            if isRestart(from: before, to: scrape) {
                result.add(scrape.best, .reset)
            } else if !new.isComparable(to: old) {
                result.add(new.zeroed, .partial)
            } else {
                result.add(new.increment(since: old))
            }
            previous = scrape
        }
        return result
    }

    /// Small counts may have grown past their old values by the first scrape after a restart: then only the age of the
    /// process shows it.
    private func isRestart(from before: Scrape, to scrape: Scrape) -> Bool {
        if scrape.counters(like: before).hasFallen(since: before.counters(like: scrape)) { return true }
        guard let processStart else { return false }
        return processStart > before.time && processStart <= scrape.time
    }
}

extension ReplicaHistory.Increment {
    /// Adds counters to the part with their bounds.
    fileprivate mutating func add(_ counters: CumulativeBuckets, _ quality: Quality = .exact) {
        self.quality = max(self.quality, quality)
        if let place = parts.firstIndex(where: { $0.hasBounds(of: counters) }) {
            parts[place].add(counters)
        } else {
            parts.append(counters)
        }
    }
}
