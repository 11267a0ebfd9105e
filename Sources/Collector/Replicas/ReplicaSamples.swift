import Latency
import Prometheus

/// The answers of the closer look, sorted by replica.
struct ReplicaSamples {
    /// All labels of a replica's series but `le`, `vmrange` and the metric's name.
    typealias Replica = Labels

    private(set) var histories: [Replica: ReplicaHistory] = [:]
    /// Models with series that can't be read, and why.
    private(set) var unreadable: [SeriesKey: CumulativeBuckets.Refusal] = [:]
    /// Scrapes with a count that no counter has. They are in no history.
    private var impossible: [Replica: [(time: Double, refusal: CumulativeBuckets.Refusal)]] = [:]
    /// Whether some have their counts by `vmrange`.
    private(set) var hasRanges = false
    private let queries: HistogramQueries

    /// - Parameters:
    ///   - series: the answer to `HistogramQueries.samples`.
    ///   - burst: see `CounterRate`.
    init(_ series: [Series], of queries: HistogramQueries, burst: Double = CounterRate.requestsAtOnce) {
        self.queries = queries
        for (replica, scrapes) in scrapes(in: series) {
            var history = ReplicaHistory(scrapes: scrapes, burst: burst)
            history.isCumulative = TornScrapes.explain(scrapes)
            if history.isCumulative { history.scrapes = scrapes.map(\.evened) }
            histories[replica] = history
        }
    }

    func key(of replica: Replica) -> SeriesKey { queries.selector.key(of: replica) }

    /// The models with a count that no counter has, in a window or where it counts from, and what is wrong with it.
    func refusals(in window: Window) -> [SeriesKey: CumulativeBuckets.Refusal] {
        var refusals: [SeriesKey: CumulativeBuckets.Refusal] = [:]
        for (replica, scrapes) in impossible {
            let anchor = histories[replica]?.scrapes.last { $0.time <= Double(window.start) }?.time ?? -.infinity
            if let one = scrapes.first(where: { $0.time > anchor }) { refusals[key(of: replica)] = one.refusal }
        }
        return refusals
    }

    /// `job` and `instance` of every replica that has them.
    var targets: [Labels] { Array(Set(histories.keys.compactMap(TargetMetadata.target))) }

    /// Forgets all others.
    mutating func keep(_ replicas: Set<Replica>) { histories = histories.filter { replicas.contains($0.key) } }

    /// Forgets what belongs to other keys, which came along since they have labels of several.
    mutating func keep(_ keys: Set<SeriesKey>) {
        guard !queries.selector.labels.isEmpty else { return }
        histories = histories.filter { keys.contains(key(of: $0.key)) }
        impossible = impossible.filter { keys.contains(key(of: $0.key)) }
        unreadable = unreadable.filter { keys.contains($0.key) }
    }

    mutating func add(_ evidence: TargetMetadata, in window: Window) {
        // What a target has more at a scrape can vouch for all that it shows there for the first time, or for none of it.
        var seriesAdded: [TargetScrape: Int] = [:]
        for (replica, history) in histories {
            guard let first = history.scrapes.first, let target = TargetMetadata.target(of: replica) else { continue }
            seriesAdded[TargetScrape(target: target, time: first.time), default: 0] += first.seriesCount
        }
        for (replica, history) in histories {
            var history = history
            for place in history.scrapes.indices {
                history.scrapes[place].processStart = evidence.processStart(
                    of: replica, at: history.scrapes[place].time)
            }
            if let first = history.scrapes.first(where: { $0.time > Double(window.start) }) {
                history.targetScrape = evidence.scrape(of: replica, before: first.time)
                history.seriesAdded =
                    TargetMetadata.target(of: replica).flatMap {
                        seriesAdded[TargetScrape(target: $0, time: first.time)]
                    } ?? first.seriesCount
            }
            histories[replica] = history
        }
    }

    private struct TargetScrape: Hashable {
        let target: Labels
        let time: Double
    }

    /// Replicas with a sample in the window and none before it, whose process does not prove that they are new.
    func unanchored(in window: Window) -> [Replica] {
        histories.filter { _, history in
            guard let first = history.scrapes.first, first.time <= Double(window.end) else { return false }
            guard !history.isAnchored(before: window) else { return false }
            let pace = CounterRate([], burst: history.burst)
            return NewSeries(first: first, targetScrape: nil, seriesAdded: 0, pace: pace).quality(in: window) != .exact
        }.map(\.key)
    }

    /// Adds samples from before the window before: the newest of each replica is its anchor.
    mutating func add(anchors series: [Series]) {
        for (replica, scrapes) in scrapes(in: series) {
            guard let newest = scrapes.last else { continue }
            if let known = histories[replica]?.baseline, known.time >= newest.time { continue }
            histories[replica]?.baseline = newest.evened
        }
    }

    /// Whether these were seen before could not be found out: that their targets were without them proves nothing.
    mutating func discard(_ replicas: [Replica]) {
        for replica in replicas { histories[replica]?.targetScrape = nil }
    }

    private mutating func scrapes(in series: [Series]) -> [Replica: [Scrape]] {
        var byName = [[Replica: [Double: Scrape]]](repeating: [:], count: queries.selector.names.count)
        for one in series {
            guard let (name, role) = queries.role(of: one) else { continue }
            add(one, role, to: &byName[name][Self.replica(of: one), default: [:]])
        }
        var scrapes = joined(byName)
        for (replica, refused) in impossible {
            for scrape in refused { scrapes[replica]?[scrape.time] = nil }
        }
        if hasRanges { for replica in scrapes.keys { addUp(&scrapes[replica, default: [:]], of: replica) } }
        return scrapes.filter { !$0.value.isEmpty }.mapValues { $0.values.sorted { $0.time < $1.time } }
    }

    /// Of every scrape what it has under the first of the metric's names.
    private func joined(_ byName: [[Replica: [Double: Scrape]]]) -> [Replica: [Double: Scrape]] {
        var joined = byName[0]
        for (name, all) in byName.enumerated().dropFirst() {
            for (replica, scrapes) in all {
                for (time, scrape) in scrapes where joined[replica]?[time]?.hasCounts != true {
                    joined[replica, default: [:]][time] = scrape.named(name)
                }
            }
        }
        return joined
    }

    /// A whole series at a time: there are thousands of samples of one replica, and finding it takes longer than adding.
    private mutating func add(_ series: Series, _ role: SeriesRole, to scrapes: inout [Double: Scrape]) {
        for sample in series.histograms {
            do {
                let native = try CumulativeBuckets(sample.histogram)
                scrapes[sample.time, default: Scrape(time: sample.time)].native = native
            } catch { refuse(series, at: sample.time, error) }
        }
        if role == .native { return }
        if let range = series.labels["vmrange"], !range.isEmpty { return add(series, range.text, to: &scrapes) }
        let le = series.labels["le"] ?? ""
        if queries.selector.isHistogram, (role == .bucket) == le.isEmpty {
            let name = series.labels["__name__"] ?? ""
            return unreadable[key(of: series.labels)] = .init(reason: "has a series \(name) with le=\"\(le)\"")
        }
        for sample in series.samples {
            guard role == .sum || CumulativeBuckets.isCount(sample.value) else {
                let place = role == .bucket ? " in bucket le=\"\(le)\"" : ""
                refuse(series, at: sample.time, .init(reason: "has an impossible count \(sample.value)\(place)"))
                continue
            }
            add(sample, role, le.text, of: series, to: &scrapes[sample.time, default: Scrape(time: sample.time)])
        }
    }

    private mutating func add(
        _ sample: Sample, _ role: SeriesRole, _ le: String, of series: Series, to scrape: inout Scrape
    ) {
        if role == .sum { return scrape.counters.add(sum: sample.value) }
        do {
            try scrape.counters.add(sample.value, le: role == .bucket ? le : "+Inf")
        } catch { unreadable[key(of: series.labels)] = error }
    }

    private mutating func refuse(_ series: Series, at time: Double, _ refusal: CumulativeBuckets.Refusal) {
        impossible[Self.replica(of: series), default: []].append((time, refusal))
    }

    private mutating func add(_ series: Series, _ range: String, to scrapes: inout [Double: Scrape]) {
        hasRanges = true
        for sample in series.samples {
            guard CumulativeBuckets.isCount(sample.value) else {
                let reason = "has an impossible count \(sample.value) in bucket vmrange=\"\(range)\""
                refuse(series, at: sample.time, .init(reason: reason))
                continue
            }
            do {
                try scrapes[sample.time, default: Scrape(time: sample.time)].ranges.add(sample.value, range: range)
            } catch { unreadable[key(of: series.labels)] = error }
        }
    }

    private mutating func addUp(_ scrapes: inout [Double: Scrape], of replica: Replica) {
        for (time, scrape) in scrapes where !scrape.ranges.isEmpty {
            do {
                scrapes[time]?.counters = try scrape.ranges.cumulative(sum: scrape.counters.sum)
            } catch { unreadable[key(of: replica)] = error }
        }
    }

    static func replica(of series: Series) -> Replica {
        var labels = series.labels
        for other: Name in ["le", "vmrange", "__name__"] { labels[other] = nil }
        return labels
    }
}
