/// What happened to a model in a window, beside its requests. The raw values stand in truth files.
enum TruthEvent: String, CaseIterable, Comparable, Sendable {
    /// The first scrape of an older process: it has nothing to be compared with.
    case retentionStart = "retention-start"
    /// A new instance was scraped for the first time.
    case birth
    /// An instance is gone for good.
    case death
    /// A process ended whose instance lives on, or the process after it was scraped for the first time.
    case restart
    /// A process that had been scraped without the model's series was scraped with it.
    case seriesBirth = "series-birth"
    /// A running process was not scraped.
    case gap
    /// The first scrape after a gap, of the same process.
    case outageReturn = "outage-return"
    /// A scrape failed because no process was running.
    case down

    static func < (left: TruthEvent, right: TruthEvent) -> Bool { left.rawValue < right.rawValue }
}

/// All that is true of one model in one window.
struct TruthWindow: Sendable {
    /// The latencies of the requests that the window's scrapes were the first to show, in seconds.
    private(set) var latencies: [Double] = []
    /// The same requests by bucket (not cumulative), for every layout that a scrape of the window showed.
    private(set) var layouts: [(bounds: [Double], counts: [Int])] = []
    var events: Set<TruthEvent> = []
    /// Requests that no difference of scrapes can ever show: lost in a restart, or part of a first sample that has
    /// nothing to be compared with.
    var unseen = 0
    /// How many scrapes showed the model.
    private(set) var samples = 0

    mutating func add(_ fresh: [Double], bounds: [Double]) {
        samples += 1
        latencies += fresh
        let place = layouts.firstIndex { $0.bounds == bounds } ?? layouts.count
        if place == layouts.count { layouts.append((bounds, Array(repeating: 0, count: bounds.count + 1))) }
        for latency in fresh { layouts[place].counts[bounds.bucket(of: latency)] += 1 }
    }
}

extension [Double] {
    /// The nearest-rank quantile of sorted values, `self[ceil(q n) - 1]`; nil when there are none.
    ///
    /// - Parameter percent: 1 to 100; a whole number, since the rank of a quantile of 0.95 in binary may be one too many.
    func nearestRank(percent: Int) -> Double? {
        isEmpty ? nil : self[(count * percent + 99) / 100 - 1]
    }
}
