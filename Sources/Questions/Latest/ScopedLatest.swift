import Archive
import Latency

/// The newest window with traffic in the last 24 hours of every entry of a divided or merged answer.
struct ScopedLatest {
    private typealias Newest = (
        stretch: Window, value: ModelWindow, resolution: Resolution, unit: LatencyUnit, metric: Name
    )

    /// By key, of each source that has it.
    private var found: [SeriesKey: [Newest]] = [:]

    init(_ resolved: ResolvedScope, in archive: Archive, _ damages: inout Damages) throws(ArchiveError) {
        let now = resolved.scope.now
        let range = Window.ended(in: now - LatestReport.lookBackSeconds, now)
        for source in resolved.sources {
            var own: [SeriesKey: Newest] = [:]
            let description = source.description
            let left = try resolved.forEachStretch(
                of: source, in: range, newestFirst: true, stepEnd: nil, from: archive
            ) { stretch in
                for value in stretch.models where value.histogram.requests > 0 {
                    let key = resolved.key(of: value.model, labels: value.series.labels, in: source)
                    if own[key] != nil { continue }
                    own[key] = (stretch.last, value, stretch.resolution, description.unit, description.metric)
                }
                return true
            }
            damages.add(left)
            for (key, newest) in own { found[key, default: []].append(newest) }
        }
    }

    /// By key; all models together come last, of the newest window in which any had traffic.
    func entries(withAllModels: Bool) -> [LatestAnswer.Entry] {
        let entries = found.sorted { $0.key < $1.key }.compactMap { Self.entry($0.key, $0.value) }
        guard withAllModels else { return entries }
        var all: [SeriesKey: [Newest]] = [:]
        for (key, newest) in found {
            all[SeriesKey(QuestionScope.allModels, labels: key.labels), default: []] += newest
        }
        return entries + all.sorted { $0.key < $1.key }.compactMap { Self.entry($0.key, $0.value) }
    }

    /// What several have in the newest of their windows. nil without any.
    private static func entry(_ key: SeriesKey, _ all: [Newest]) -> LatestAnswer.Entry? {
        guard let last = all.map(\.stretch).max() else { return nil }
        let there = all.filter { $0.stretch == last }
        let units = Set(there.map(\.unit))
        let unit = units.count == 1 ? there[0].unit : .milliseconds
        var (histogram, quality) = (Histogram(), Quality.exact)
        for newest in there {
            histogram.merge(newest.value.histogram.converted(from: newest.unit, to: unit))
            quality = max(quality, newest.value.quality)
        }
        var entry = LatestAnswer.Entry(
            model: key.model, collectedAt: last.end, metricName: there[0].metric,
            percentiles: Percentiles(of: histogram, unit: unit), requests: histogram.requests, quality: quality,
            resolution: there.contains { $0.resolution == .hour } ? .hour : .window)
        entry.labels = key.labels
        return entry
    }
}
