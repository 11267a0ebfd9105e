import Archive
import Latency

/// Keeps names that clients make up from filling the archive: so many models of a source have names, and so many sets of
/// labels; all others are counted together under `foldedName`. It is decided for all measures of a source at once.
///
/// What the archive knows keeps its names. Of others those with most requests get what is left, oldest window
/// first. A window that was stored with folded models is never unfolded: its requests would be counted again.
package struct ModelLimit: Sendable {
    /// Reserved: a server's own model of this name is counted with the folded ones.
    package static let foldedName: Name = "(other)"
    /// So many sets of labels are kept apart.
    package static let labelSets = 1000

    /// What was counted together.
    struct Folding {
        var models = false
        var labels = false
    }

    /// What has names.
    private struct Named {
        var models: Set<Name> = []
        var labels: Set<[Name]> = []

        init() {}

        init(_ series: some Sequence<SeriesKey>) {
            for key in series {
                if key.model != ModelLimit.foldedName { models.insert(key.model) }
                if !key.hasFoldedLabels { labels.insert(key.labels) }
            }
        }

        func hasLabels(of key: SeriesKey) -> Bool { key.labels.isEmpty || labels.contains(key.labels) }

        func folded(_ key: SeriesKey) -> SeriesKey {
            SeriesKey(
                models.contains(key.model) ? key.model : ModelLimit.foldedName,
                labels: hasLabels(of: key) ? key.labels : key.labels.map { _ in ModelLimit.foldedName })
        }
    }

    private let most: Int
    private var named = Named()
    /// By measure, what has names in windows that were stored with something folded, of those that are asked for again.
    private var folded: [Int: [Window: Named]] = [:]

    /// For a source that has never been collected.
    package init(_ most: Int = Defaults.modelLimit) { self.most = most }

    /// - Parameter measures: those of one source, each with the windows that are asked for though they may be collected.
    package init(
        _ most: Int, of measures: [(source: Source, rechecked: ClosedRange<Window>)], in archive: Archive
    ) throws(ArchiveError) {
        self.most = most
        guard let name = measures.first?.source.description.name else { return }
        var series: [SeriesKey] = []
        for source in try archive.sources() where source.description.name == name {
            series += try archive.series(of: source).value
        }
        named = Named(series)
        for (place, measure) in measures.enumerated() {
            folded[place] = try Self.folded(in: measure.rechecked, of: measure.source, archive)
        }
    }

    private static func folded(
        in windows: ClosedRange<Window>, of source: Source, _ archive: Archive
    ) throws(ArchiveError) -> [Window: Named] {
        var found: [Window: Named] = [:]
        // A damaged window is replaced.
        _ = try archive.forEachWindow(
            of: source, in: windows, newestFirst: true, selection: source.everySeries
        ) { stored in
            let series = stored.models.map(\.series)
            if series.contains(where: { $0.model == foldedName || $0.hasFoldedLabels }) {
                found[stored.window] = Named(series)
            }
            return true
        }
        return found
    }

    /// The windows with what is too much folded.
    ///
    /// - Parameter measure: its place among those of the source.
    mutating func apply(
        to windows: [CollectedWindow], of measure: Int = 0
    ) -> (windows: [CollectedWindow], folding: Folding) {
        var folding = Folding()
        let result = windows.map { window in
            let named = folded[measure]?[window.window] ?? names(with: window)
            let others = window.models.filter { !named.models.contains($0.model) }
            folding.models = folding.models || !others.isEmpty
            let unlabelled = window.models.contains { !named.hasLabels(of: $0.series) }
            folding.labels = folding.labels || unlabelled
            guard unlabelled || !others.isEmpty else { return window }
            var kept: [SeriesKey: ModelWindow] = [:]
            for value in window.models {
                let key = named.folded(value.series)
                let one = ModelWindow(series: key, quality: value.quality, histogram: value.histogram)
                kept[key] = kept[key]?.merged(with: one) ?? one
            }
            return CollectedWindow(window: window.window, models: Array(kept.values))
        }
        return (result, folding)
    }

    /// What has names, which newcomers of a window may get here.
    private mutating func names(with window: CollectedWindow) -> Named {
        var (models, labels): ([Name: Int], [[Name]: Int]) = ([:], [:])
        for value in window.models {
            let (key, requests) = (value.series, value.histogram.requests)
            if !named.models.contains(key.model), key.model != Self.foldedName {
                models[key.model] = models[key.model, default: 0].addingClamped(requests)
            }
            if !named.hasLabels(of: key), !key.hasFoldedLabels {
                labels[key.labels] = labels[key.labels, default: 0].addingClamped(requests)
            }
        }
        let busiest = models.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        named.models.formUnion(busiest.prefix(max(0, most - named.models.count)).map(\.key))
        let sets = labels.sorted {
            $0.value == $1.value ? $0.key.lexicographicallyPrecedes($1.key) : $0.value > $1.value
        }
        named.labels.formUnion(sets.prefix(max(0, Self.labelSets - named.labels.count)).map(\.key))
        return named
    }
}

extension SeriesKey {
    /// Whether it stands for label sets that have no name of their own.
    fileprivate var hasFoldedLabels: Bool { !labels.isEmpty && labels.allSatisfy { $0 == ModelLimit.foldedName } }
}
