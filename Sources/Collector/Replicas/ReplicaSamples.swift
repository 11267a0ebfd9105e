import Latency
import Prometheus

/// The answers of the closer look, sorted by replica.
struct ReplicaSamples {
    /// All labels of a replica's series but `le`, `vmrange` and the metric's name.
    typealias Replica = Labels

    private(set) var histories: [Replica: ReplicaHistory] = [:]
    /// Models with series that can't be read, and why.
    private(set) var unreadable: [Name: CumulativeBuckets.Refusal] = [:]
    /// Scrapes with a count that no counter has. They are in no history.
    private var impossible: [Replica: [(time: Double, refusal: CumulativeBuckets.Refusal)]] = [:]
    /// Whether some have their counts by `vmrange`.
    private(set) var hasRanges = false
    private let label: Name

    /// - Parameter series: the answer to `HistogramQueries.samples`.
    init(_ series: [Series], label: Name) {
        self.label = label
        for (replica, scrapes) in scrapes(in: series) {
            var history = ReplicaHistory(scrapes: scrapes)
            history.isCumulative = TornScrapes.explain(scrapes)
            if history.isCumulative { history.scrapes = scrapes.map(\.evened) }
            histories[replica] = history
        }
    }

    func model(of replica: Replica) -> Name { replica[label] ?? "" }

    /// The models with a count that no counter has, in a window or where it counts from, and what is wrong with it.
    func refusals(in window: Window) -> [Name: CumulativeBuckets.Refusal] {
        var refusals: [Name: CumulativeBuckets.Refusal] = [:]
        for (replica, scrapes) in impossible {
            let anchor = histories[replica]?.scrapes.last { $0.time <= Double(window.start) }?.time ?? -.infinity
            if let one = scrapes.first(where: { $0.time > anchor }) { refusals[model(of: replica)] = one.refusal }
        }
        return refusals
    }

    /// `job` and `instance` of every replica that has them.
    var targets: [Labels] { Array(Set(histories.keys.compactMap(TargetMetadata.target))) }

    /// Forgets all others.
    mutating func keep(_ replicas: Set<Replica>) { histories = histories.filter { replicas.contains($0.key) } }

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
            return NewSeries(first: first, targetScrape: nil, seriesAdded: 0, pace: CounterRate([])).quality(in: window)
                != .exact
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
        var scrapes: [Replica: [Double: Scrape]] = [:]
        for one in series { add(one, to: &scrapes[Self.replica(of: one), default: [:]]) }
        for (replica, refused) in impossible {
            for scrape in refused { scrapes[replica]?[scrape.time] = nil }
        }
        if hasRanges { for replica in scrapes.keys { addUp(&scrapes[replica, default: [:]], of: replica) } }
        return scrapes.filter { !$0.value.isEmpty }.mapValues { $0.values.sorted { $0.time < $1.time } }
    }

    /// A whole series at a time: there are thousands of samples of one replica, and finding it takes longer than adding.
    private mutating func add(_ series: Series, to scrapes: inout [Double: Scrape]) {
        for sample in series.histograms {
            do {
                let native = try CumulativeBuckets(sample.histogram)
                scrapes[sample.time, default: Scrape(time: sample.time)].native = native
            } catch { refuse(series, at: sample.time, error) }
        }
        guard HistogramQueries.isClassic(series) else { return }
        if let range = series.labels["vmrange"], !range.isEmpty { return add(series, range.text, to: &scrapes) }
        let le = series.labels["le"] ?? ""
        if let name = series.labels["__name__"], name.text.endsWith("_bucket") == le.isEmpty {
            return unreadable[series.labels[label] ?? ""] = .init(reason: "has a series \(name) with le=\"\(le)\"")
        }
        for sample in series.samples {
            guard le.isEmpty || CumulativeBuckets.isCount(sample.value) else {
                let reason = "has an impossible count \(sample.value) in bucket le=\"\(le)\""
                refuse(series, at: sample.time, .init(reason: reason))
                continue
            }
            do {
                try scrapes[sample.time, default: Scrape(time: sample.time)].counters.add(sample.value, of: series)
            } catch { unreadable[series.labels[label] ?? ""] = error }
        }
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
            } catch { unreadable[series.labels[label] ?? ""] = error }
        }
    }

    private mutating func addUp(_ scrapes: inout [Double: Scrape], of replica: Replica) {
        for (time, scrape) in scrapes where !scrape.ranges.isEmpty {
            do {
                scrapes[time]?.counters = try scrape.ranges.cumulative(sum: scrape.counters.sum)
            } catch { unreadable[model(of: replica)] = error }
        }
    }

    static func replica(of series: Series) -> Replica {
        var labels = series.labels
        for other: Name in ["le", "vmrange", "__name__"] { labels[other] = nil }
        return labels
    }
}
