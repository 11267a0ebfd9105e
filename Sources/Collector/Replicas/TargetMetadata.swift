import Latency
import Prometheus

/// What targets say of themselves: the answer to `HistogramQueries.evidence`.
///
/// A replica's target is one with its `job` and `instance`, and no label of another value, that was scraped at the very
/// moment of the replica's sample. Where several are left that disagree, or none, nothing is known: it is better to count
/// too little than to count what a replica ever did once more.
struct TargetMetadata {
    private struct Target {
        let labels: Labels
        /// By time, in seconds since 1970 UTC.
        let values: [Double: Double]

        /// Whether no label that both have says that they are of different targets.
        func agrees(with replica: Labels) -> Bool {
            labels.allSatisfy { name, value in name == "__name__" || replica[name] == nil || replica[name] == value }
        }
    }

    /// The scrape of a target before the one that first showed a replica.
    struct EarlierScrape: Equatable {
        /// Seconds since 1970 UTC.
        var time: Double
        /// How many samples the first scrape with the replica had more than this one, if the server counts them.
        var samplesAdded: Double?
    }

    private var targets: [EvidenceMetric: [[Name]: [Target]]] = [:]

    init(_ series: [Series] = []) {
        for one in series {
            guard let metric = one.labels["__name__"].flatMap({ EvidenceMetric(rawValue: $0.text) }),
                let key = Self.key(one.labels)
            else { continue }
            let values = Dictionary(one.samples.map { ($0.time, $0.value) }, uniquingKeysWith: { $1 })
            targets[metric, default: [:]][key, default: []].append(Target(labels: one.labels, values: values))
        }
    }

    /// What is asked for: `job` and `instance` of a replica; nil where it lacks one, and nothing can be told.
    static func target(of replica: Labels) -> Labels? {
        key(replica).map { ["job": $0[0], "instance": $0[1]] }
    }

    private static func key(_ labels: Labels) -> [Name]? {
        guard let job = labels["job"], let instance = labels["instance"], !job.isEmpty, !instance.isEmpty else {
            return nil
        }
        return [job, instance]
    }

    /// When the process began that a scrape of a replica came from, in seconds since 1970 UTC. One that is yet to begin
    /// is no evidence: the target's clock is wrong.
    func processStart(of replica: Labels, at time: Double) -> Double? {
        let starts = Set(scraped(.processStart, replica, at: time).compactMap { $0.values[time] })
        guard starts.count == 1, let start = starts.first, start <= time + 1 else { return nil }
        return start
    }

    /// The newest successful scrape before `time`, at which the replica was first scraped; nil if there was none in the
    /// window and the one before it.
    func scrape(of replica: Labels, before time: Double) -> EarlierScrape? {
        let ups = scraped(.up, replica, at: time)
        let newest = ups.map { up in up.values.filter { $0.key < time && $0.value == 1 }.keys.max() }
        guard let first = newest.first, let before = first, newest.allSatisfy({ $0 == before }) else { return nil }
        let added = Set(
            scraped(.samplesScraped, replica, at: time).compactMap { target in
                target.values[before].flatMap { earlier in target.values[time].map { $0 - earlier } }
            })
        return EarlierScrape(time: before, samplesAdded: added.count == 1 ? added.first : nil)
    }

    private func scraped(_ metric: EvidenceMetric, _ replica: Labels, at time: Double) -> [Target] {
        guard let key = Self.key(replica) else { return [] }
        return (targets[metric]?[key] ?? []).filter { $0.values[time] != nil && $0.agrees(with: replica) }
    }
}
