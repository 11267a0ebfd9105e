import Archive
import Latency

/// The newest numbers of models that are divided by labels, or of which only some label values are asked for: by model and
/// label values.
///
/// There is one of whatever had a sample in the last 24 hours, or in the stretch that is asked about.
struct DividedStatuses {
    /// The source that stands for each is the first whose measure the model has.
    private(set) var all: [EntryStatus] = []

    /// - Parameters:
    ///   - group: those whose models are shown together; whole requests first.
    ///   - beside: all metrics of the same sources.
    ///   - totals: what was measured of them over the stretch.
    init(
        of group: [Source], _ beside: [Source], _ scope: QuestionScope, _ measures: SourceMeasures,
        _ totals: ModelTotals, in archive: Archive, _ damages: inout Damages
    ) throws {
        var claimed: Set<Name> = []
        var seen: Set<Name> = []
        for measure in group.map(measures.measure) where seen.insert(measure).inserted {
            let own = group.filter { measures.measure(of: $0) == measure }
            let resolved = try ResolvedScope(scope, measure, own, measures, archive, &damages)
            let entries = try ScopedLatest(resolved, in: archive, &damages).entries(withAllModels: false)
            let newest = Dictionary(uniqueKeysWithValues: entries.map { (SeriesKey($0.model, labels: $0.labels), $0) })
            var states = try Self.states(resolved, in: archive, &damages)
            let keys = Set(newest.keys).union(states.keys).union(totals.keys(of: measure))
            let others = own.flatMap { measures.telling(of: $0, among: beside) }.filter { other in
                !own.contains { $0.id == other.id } && scope.labels.allSatisfy(other.description.seriesLabels.contains)
            }
            for (measure, those) in Dictionary(grouping: others, by: measures.measure) {
                let resolved = try ResolvedScope(scope, measure, those, measures, archive, &damages)
                states.merge(try Self.states(resolved, in: archive, &damages)) { .best(of: [$0, $1]) }
            }
            for key in keys where !claimed.contains(key.model) {
                let source = own.first { $0.description.metric == newest[key]?.metricName } ?? own[0]
                let status = ModelStatus(model: key.model, traffic: states[key] ?? .noData, entry: newest[key])
                all.append(EntryStatus(key: key, status: status, source: source))
            }
            claimed.formUnion(keys.map(\.model))
        }
        all.sort { $0.key < $1.key }
    }

    /// The best that some source has of each in its newest windows.
    private static func states(
        _ resolved: ResolvedScope, in archive: Archive, _ damages: inout Damages
    ) throws(ArchiveError) -> [SeriesKey: TrafficState] {
        var states: [SeriesKey: TrafficState] = [:]
        for source in resolved.sources {
            let windows = try NewestWindows(
                archive: archive, source: source, selection: resolved.series(of: source), now: resolved.scope.now,
                &damages)
            for (series, state) in windows.states {
                let key = resolved.key(of: series.model, labels: series.labels, in: source)
                if states[key] != .traffic { states[key] = state }
            }
        }
        return states
    }
}
