/// All counters of a replica at one scrape.
struct Scrape {
    /// Seconds since 1970 UTC.
    let time: Double
    /// Of the classic histogram; empty where there is none.
    var counters = CumulativeBuckets()
    /// Its counts where they come by `vmrange`; `counters` have them once all are there.
    var ranges = RangeCounts()
    /// The same counts in the native histogram, if there is one.
    var native: CumulativeBuckets?
    /// Up to which count some of the classic buckets were ahead of those above them, which were read before a request was
    /// counted in them; nil where they fit together. `counters` have what is in all of them.
    private(set) var tornUpTo: Double?
    /// Which of the metric's names it has: the first is the one of now.
    private(set) var name = 0
    /// When the process began that was scraped, in seconds since 1970 UTC; nil where its target does not tell.
    var processStart: Double?

    /// The same as what the metric has under another of its names.
    func named(_ name: Int) -> Scrape {
        var scrape = self
        scrape.name = name
        return scrape
    }

    /// Whether it counts anything, be it zero: a sum alone says nothing.
    var hasCounts: Bool { native != nil || !ranges.isEmpty || counters.isComplete }

    /// All requests that the process ever counted.
    var requests: Double { best.requests ?? 0 }

    /// The finer counters, where there are both.
    var best: CumulativeBuckets { native ?? counters }

    /// How many series these came from.
    var seriesCount: Int {
        let classic = ranges.isEmpty ? counters.seriesCount : ranges.seriesCount + (counters.sum == nil ? 0 : 1)
        return classic + (native == nil ? 0 : 1)
    }

    /// The same with what all of its classic buckets have.
    var evened: Scrape {
        guard counters.hasNegativeBucket else { return self }
        var evened = self
        evened.tornUpTo = counters.highestCount
        evened.counters = counters.evened
        return evened
    }

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

    func hasFallenSum(since earlier: Scrape) -> Bool {
        counters(like: earlier).hasFallenSum(since: earlier.counters(like: self))
    }

    /// A process that goes on under another name of the metric may do so with other bounds: see `increment`.
    func isComparable(to earlier: Scrape) -> Bool {
        name != earlier.name || counters(like: earlier).isComparable(to: earlier.counters(like: self))
    }

    func increment(since earlier: Scrape) -> CumulativeBuckets {
        let (now, before) = (counters(like: earlier), earlier.counters(like: self))
        return name == earlier.name ? now.increment(since: before) : now.joined(since: before)
    }
}
