import Archive
import Latency

/// An entry's newest numbers.
struct EntryStatus {
    let key: SeriesKey
    let status: ModelStatus
    /// Stands for it.
    let source: Source
}

/// The newest numbers of every model of some sources that are shown together, by name.
struct NewestStatuses {
    /// Each with the source that stands for it: the first that knows the model, of sources of several names that with the newest
    /// window.
    private(set) var all: [EntryStatus] = []

    private typealias Found = (status: ModelStatus, source: Source)

    /// - Parameter beside: all metrics of the same sources.
    init(
        of group: [Source], _ beside: [Source], _ scope: QuestionScope, _ measures: SourceMeasures,
        in archive: Archive, _ damages: inout Damages
    ) throws {
        var found: [Name: [Found]] = [:]
        for source in group {
            let latest = try LatestReport.answer(archive: archive, source: source, model: nil, now: scope.now)
            damages.add(latest.damages)
            let entries = Dictionary(uniqueKeysWithValues: latest.entries.map { ($0.model, $0) })
            let newest = try measures.telling(of: source, among: beside).map { telling in
                try NewestWindows(
                    archive: archive, source: telling, selection: SeriesSelection(), now: scope.now, &damages)
            }
            let known = damages.take(try archive.models(of: source))
            let wanted = scope.models(among: known)
            for model in known where wanted?.contains(model) != false {
                let traffic = TrafficState.best(of: newest.map { $0.state(of: model) })
                let status = ModelStatus(model: model, traffic: traffic, entry: entries[model])
                found[model, default: []].append((status, source))
            }
        }
        for model in found.keys.sorted() {
            guard let those = found[model], let first = those.first else { continue }
            let measure = measures.measure(of: first.source)
            let same = those.filter { measures.measure(of: $0.source) == measure }
            let (status, source) = try Self.merged(same, first, scope, measures, archive, &damages)
            all.append(EntryStatus(key: SeriesKey(model), status: status, source: source))
        }
    }

    /// One of several sources of a model: its newest window of them all.
    private static func merged(
        _ same: [Found], _ first: Found, _ scope: QuestionScope, _ measures: SourceMeasures, _ archive: Archive,
        _ damages: inout Damages
    ) throws -> Found {
        guard same.count > 1, let end = same.compactMap(\.status.entry?.collectedAt).max() else { return first }
        let there = same.filter { $0.status.entry?.collectedAt == end }
        guard let newest = there.first, let entry = newest.status.entry else { return first }
        let traffic = TrafficState.best(of: same.map(\.status.traffic))
        if there.count == 1 {
            let status = ModelStatus(model: entry.model, traffic: traffic, entry: entry)
            return (status, newest.source)
        }
        let resolved = try ResolvedScope(
            scope, measures.measure(of: newest.source), there.map(\.source), measures, archive, &damages)
        let window = Window(endedAt: end)
        let totals = try RangeTotals(of: resolved, in: window...window, from: archive, &damages)
        let total = totals.totals.first { $0.key.model == entry.model }
        let merged = total.map { total in
            LatestAnswer.Entry(
                model: entry.model, collectedAt: end, metricName: entry.metricName,
                percentiles: Percentiles(of: total.histogram, unit: totals.unit),
                requests: total.histogram.requests, quality: total.quality, resolution: entry.resolution)
        }
        let status = ModelStatus(model: entry.model, traffic: traffic, entry: merged ?? entry)
        return (status, newest.source)
    }
}

extension TrafficState {
    /// What is known where several metrics tell something of one model.
    static func best(of states: [TrafficState]) -> TrafficState {
        [.traffic, .noTraffic].first(where: states.contains) ?? .noData
    }
}

extension SourceMeasures {
    /// The metrics whose newest windows tell whether a model has traffic: a source's own, but a counter of errors knows nothing of
    /// requests that went well, so that all of its source tell.
    func telling(of source: Source, among all: [Source]) -> [Source] {
        guard Counted(source.description, measure: measure(of: source)) == .errors else { return [source] }
        return all.filter { $0.description.name == source.description.name }
    }
}
