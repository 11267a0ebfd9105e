import Latency

/// One replica around one window: what was scraped of it, and what is known of its past.
struct ReplicaHistory {
    /// The scrapes of the window and of the one before it, oldest first.
    var scrapes: [Scrape]
    /// The newest scrape from before both, if it was looked for and found.
    var baseline: Scrape?
    /// The successful scrape of its target before the replica's first in the window, if there was one.
    var targetScrape: TargetMetadata.EarlierScrape?
    /// Whether its classic buckets count what is in those below them, too. One of another kind can't be read.
    var isCumulative = true
    /// See `CounterRate`.
    var burst = CounterRate.requestsAtOnce
    /// How many series its target showed for the first time at the replica's first scrape in the window, its own among them.
    var seriesAdded = 0

    /// What the replica did in a window.
    struct Increment {
        /// Requests by layout; a replica that restarts with other bounds has two, and one whose classic histogram gives
        /// way to a native one has three, one of them for what happened between the scrapes of the two.
        var parts: [CumulativeBuckets] = []
        var quality = Quality.exact
        /// Why something is left out, or is counted in another window.
        var flaws: Set<Flaw> = []
        /// Whether several processes answer behind its target: see `SharedTarget`.
        var isShared: Bool { flaws.contains(.sharedTarget) }
    }

    /// What keeps an increment from being whole.
    enum Flaw {
        /// Nothing vouches for what it did before its first scrape.
        case unknownPast
        /// Its counts go on as no request could have made them.
        case unfitCounts
        /// It was scraped while it counted, so that some of its buckets were ahead of others.
        case tornBuckets
        /// The same, but the count of all requests was ahead, so that some seem slower than they were.
        case countAhead
        /// That was so at the end of the window before, where it may not have shown.
        case caughtUp
        /// It has fewer requests up to a bound than up to a lower one, scrape after scrape.
        case impossibleCounts
        /// See `SharedTarget`.
        case sharedTarget
    }

    /// Whether anything is known of the replica before the window.
    func isAnchored(before window: Window) -> Bool {
        baseline != nil || scrapes.contains { $0.time <= Double(window.start) }
    }

    /// The far anchor, if the increment of the window counts from it.
    func baseline(usedIn window: Window) -> Scrape? {
        let start = Double(window.start)
        guard baseline != nil, !scrapes.contains(where: { $0.time <= start }),
            scrapes.contains(where: { $0.time > start && $0.time <= Double(window.end) })
        else { return nil }
        return baseline
    }

    /// The same, if what it did before its first scrape in hand is left out.
    var withoutPast: ReplicaHistory {
        var history = self
        (history.baseline, history.targetScrape) = (nil, nil)
        return history
    }

    /// The increment of the window, scrape by scrape; nil where it was not scraped at all.
    ///
    /// - anchor at most five minutes before the window: exact
    /// - an older anchor: spanned
    /// - restarted since the scrape before: all counters count from zero; reset
    /// - maybe restarted, but nobody can tell, or restarted with its counters kept: the difference; reset
    /// - other bounds without a restart, or another process: nothing between the two scrapes can be told; partial
    /// - the count of all requests ahead of other buckets at the last scrape, as the sum shows: all requests; reset
    /// - the same at the anchor, and the others have caught up since: what all of them have; reset
    /// - buckets ahead of the count of all requests at the last scrape: what is in all of them, partial; the rest in the
    ///   next window, spanned
    /// - several processes in turn: nothing can be told at all; partial
    /// - no anchor: see `NewSeries`
    func increment(in window: Window) -> Increment? {
        let start = Double(window.start)
        let inside = scrapes.filter { $0.time > start && $0.time <= Double(window.end) }
        guard let first = inside.first else { return nil }
        var result = Increment()
        guard isCumulative else {
            result.add(first.best.zeroed)
            result.mark(.impossibleCounts, .partial)
            return result
        }
        let pace = CounterRate(scrapes, burst: burst)
        if SharedTarget.shows(in: scrapes, pace: pace) {
            result.add(first.best.zeroed)
            result.mark(.sharedTarget, .partial)
            return result
        }
        var previous: Scrape
        if let anchor = scrapes.last(where: { $0.time <= start }) {
            previous = anchor
        } else if let baseline {
            previous = baseline
            result.quality = .spanned
        } else {
            let birth = NewSeries(
                first: first, targetScrape: targetScrape, seriesAdded: seriesAdded, pace: pace
            ).quality(in: window)
            result.add(birth == nil ? first.best.zeroed : first.best, birth ?? .exact)
            if birth == nil { result.mark(.unknownPast, .partial) }
            previous = first
        }
        if previous.tornUpTo != nil { result.mark(.tornBuckets, .spanned) }
        for scrape in inside where previous.time < scrape.time {
            switch CounterChange.between(previous, scrape, pace: pace) {
            case .growth: result.add(scrape.increment(since: previous))
            case .catchingUp:
                result.add(scrape.increment(since: previous))
                if previous.time <= start { result.markCaughtUp() }
            case .restart: result.add(scrape.best, .reset)
            case .keptCounters: result.add(scrape.increment(since: previous), .reset)
            case .otherBounds, .otherProcess:
                result.add(scrape.best.zeroed)
                result.mark(.unfitCounts, .partial)
            }
            previous = scrape
        }
        if previous.tornUpTo != nil { result.mark(.tornBuckets, .partial) }
        if Self.endsAhead(scrapes.filter { $0.time <= previous.time }) { result.mark(.countAhead, .reset) }
        result.settle()
        let seen = result.quality == .spanned ? [baseline].compactMap(\.self) + scrapes : scrapes
        if UndetectedReset.isPossible(in: seen, since: start, pace: pace) {
            result.quality = max(result.quality, .reset)
        }
        return result
    }

    /// Whether the last of some scrapes has requests above where they belong, as the sum shows. Where it mostly shows
    /// that, the sum is wrong.
    private static func endsAhead(_ scrapes: [Scrape]) -> Bool {
        let steps = zip(scrapes, scrapes.dropFirst()).map { before, scrape in
            let increment = scrape.increment(since: before)
            return (sum: increment.sum ?? 0, isAhead: increment.isAhead(ofSumUpTo: scrape.best.sum))
        }
        guard let last = steps.last, last.isAhead else { return false }
        return steps.count { $0.isAhead } < steps.count { $0.sum > 0 && !$0.isAhead }
    }
}

extension ReplicaHistory.Increment {
    fileprivate mutating func mark(_ flaw: ReplicaHistory.Flaw, _ quality: Quality) {
        flaws.insert(flaw)
        self.quality = max(self.quality, quality)
    }

    /// Takes out of the buckets that were behind at the window's start what has been counted above them since.
    fileprivate mutating func settle() {
        for place in parts.indices where parts[place].hasNegativeBucket {
            parts[place] = parts[place].evened
            markCaughtUp()
        }
    }

    fileprivate mutating func markCaughtUp() {
        mark(.countAhead, .reset)
        flaws.insert(.caughtUp)
    }

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
