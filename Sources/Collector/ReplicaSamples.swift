import Latency
import Prometheus

/// The answers of the closer look, sorted by replica.
struct ReplicaSamples {
    /// All labels of a replica's series but `le` and the metric's name.
    typealias Replica = [String: String]

    private(set) var histories: [Replica: ReplicaHistory] = [:]
    /// Models with series that can't be read, and why.
    private(set) var refusals: [String: CumulativeBuckets.Refusal] = [:]
    /// When replicas that have come back last showed a native histogram, or up to a minute earlier.
    private var nativeTimes: [Replica: Double] = [:]
    private let label: String

    /// - Parameters:
    ///   - series: the answer to `HistogramQueries.samples`.
    ///   - processStarts: when processes began, by job and instance.
    init(_ series: [Series], processStarts: ProcessStarts, window: Window, label: String) {
        self.label = label
        var scrapes: [Replica: [Double: ReplicaHistory.Scrape]] = [:]
        for one in series { add(one, to: &scrapes[Self.replica(of: one), default: [:]]) }
        for (replica, byTime) in scrapes where !byTime.isEmpty {
            histories[replica] = ReplicaHistory(
                scrapes: byTime.values.sorted { $0.time < $1.time },
                processStart: processStarts.start(of: replica, in: window))
        }
    }

    func model(of replica: Replica) -> String { replica[label] ?? "" }

    /// Models with a replica that has neither a scrape before the window nor proof that it is new.
    func unanchoredModels(in window: Window) -> Set<String> {
        Set(
            histories.filter { _, history in
                !history.isAnchored(before: window) && !history.isNew(in: window)
                    && history.scrapes.contains { $0.time <= Double(window.end) }
            }.map { model(of: $0.key) })
    }

    /// Adds what `HistogramQueries.anchors` found out.
    mutating func add(anchors series: [Series]) {
        var anchors: [Replica: CumulativeBuckets] = [:]
        var times: [Replica: Double] = [:]
        for one in series {
            guard let fact = one.labels[HistogramQueries.factLabel].flatMap(AnchorFact.init),
                let value = one.samples.last?.value
            else { continue }
            let replica = Self.replica(of: one)
            switch fact {
            case .value where !HistogramQueries.isClassic(one): continue
            case .value: add(value, of: one, to: &anchors[replica, default: CumulativeBuckets()])
            case .time: times[replica] = value
            case .nativeTime: nativeTimes[replica] = value
            case .firstScrape: histories[replica]?.firstScrape = value
            }
        }
        for (replica, counters) in anchors {
            // Without a time the replica was scraped too briefly to tell; then any younger process is a restart.
            histories[replica]?.farAnchor = ReplicaHistory.Scrape(
                time: times[replica] ?? -.infinity, counters: counters)
        }
    }

    /// For which models `HistogramQueries.nativeAnchors` is still to be asked, by the minute in which it has to begin.
    var missingNativeAnchors: [Int: Set<String>] {
        var byMinute: [Int: Set<String>] = [:]
        for (replica, time) in nativeTimes where histories[replica] != nil {
            byMinute[Int(time) / 60, default: []].insert(model(of: replica))
        }
        return byMinute
    }

    /// Adds what `HistogramQueries.nativeAnchors` found out, of the replicas for which it was asked.
    mutating func add(nativeAnchors series: [Series], minute: Int) {
        for one in series {
            let replica = Self.replica(of: one)
            guard let time = nativeTimes[replica], Int(time) / 60 == minute, let sample = one.histograms.last,
                let native = counters(sample.histogram, of: one)
            else { continue }
            // The time of a classic anchor may be up to a minute too early: within that both are of one scrape.
            let classic = histories[replica]?.farAnchor.flatMap { $0.time + 60 > sample.time ? $0 : nil }
            if let classic, classic.time > sample.time { continue }
            histories[replica]?.farAnchor = ReplicaHistory.Scrape(
                time: classic?.time ?? sample.time, counters: classic?.counters ?? CumulativeBuckets(), native: native)
        }
        nativeTimes = nativeTimes.filter { Int($0.value) / 60 != minute }
    }

    /// A whole series at a time: there are thousands of samples of one replica, and finding it takes longer than adding.
    private mutating func add(_ series: Series, to scrapes: inout [Double: ReplicaHistory.Scrape]) {
        for sample in series.histograms {
            let counters = counters(sample.histogram, of: series)
            scrapes[sample.time, default: ReplicaHistory.Scrape(time: sample.time)].native = counters
        }
        guard HistogramQueries.isClassic(series) else { return }
        for sample in series.samples {
            add(
                sample.value, of: series,
                to: &scrapes[sample.time, default: ReplicaHistory.Scrape(time: sample.time)].counters)
        }
    }

    private mutating func counters(_ histogram: NativeHistogram, of series: Series) -> CumulativeBuckets? {
        do {
            return try CumulativeBuckets(histogram)
        } catch {
            refusals[series.labels[label] ?? ""] = error
            return nil
        }
    }

    private mutating func add(_ value: Double, of series: Series, to counters: inout CumulativeBuckets) {
        guard let le = series.labels["le"], !le.isEmpty else { return counters.add(sum: value) }
        do { try counters.add(value, le: le) } catch { refusals[series.labels[label] ?? ""] = error }
    }

    private static func replica(of series: Series) -> Replica {
        var labels = series.labels
        for other in ["le", "__name__", HistogramQueries.factLabel] { labels[other] = nil }
        return labels
    }
}
