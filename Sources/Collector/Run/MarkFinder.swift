import Archive
import Latency

/// Finds, in what a run of one measure reads, what explains changes: processes that started, new bucket bounds, new models.
///
/// Another run, or another collector, finds the same under the same keys.
struct MarkFinder {
    private let source: Source
    /// The models that were known before the run.
    var known: Set<Name>
    /// The first window that was ever collected.
    private let collectedFrom: Window
    private var firstSeen: [Name: Window] = [:]
    private var marks: [(kind: Mark.Kind, model: Name, at: Int, text: String, occasion: String)] = []

    /// A layout that a model had within a day is not new to it.
    private static let remembered = UTCDay.windows

    init(_ source: Source, known: Set<Name>, since collectedFrom: Window) {
        (self.source, self.known, self.collectedFrom) = (source, known, collectedFrom)
    }

    /// What was found since it was asked last. Models are told of at the end of a run alone: an earlier slice may have them, too.
    ///
    /// - Parameter time: the run's beginning, in seconds since 1970 UTC.
    mutating func found(isLast: Bool, at time: Int) -> [KeyedMark] {
        defer { marks = [] }
        // What is there at the very beginning is not new.
        let new = isLast && !known.isEmpty ? firstSeen.filter { $1 > collectedFrom } : [:]
        let models = new.sorted { $0.key < $1.key }.map { model, window in
            (kind: Mark.Kind.newModel, model: model, at: window.start, text: "first seen", occasion: "")
        }
        return (marks + models).map { found in
            let mark = Mark(
                at: found.at, text: found.text, model: found.model, kind: found.kind, createdAt: time,
                createdBy: "collect")
            return KeyedMark(mark, of: source.description.name, occasion: found.occasion)
        }
    }

    mutating func lookForModels(in windows: [CollectedWindow]) {
        guard source.description.kind == .histogram else { return }
        for window in windows {
            for model in window.models.map(\.model) where !known.contains(model) && !model.isFolded {
                firstSeen[model] = min(firstSeen[model] ?? window.window, window.window)
            }
        }
    }

    /// Those of one window are one mark.
    mutating func lookForStarts(_ slice: HistogramReader.Slice) {
        let models = Set(slice.windows.flatMap { $0.models.map(\.model) })
        var starts: [Name: Set<Int>] = [:]
        for (series, times) in slice.processStarts where models.contains(series.model) {
            starts[series.model, default: []].formUnion(times)
        }
        for (model, times) in starts.sorted(by: { $0.key < $1.key }) where !model.isFolded {
            for (window, times) in Dictionary(grouping: times, by: { Window(containing: $0) }).sorted(by: {
                $0.key < $1.key
            }) {
                guard let at = times.min() else { continue }
                let text = times.count == 1 ? "process started" : "\(times.count) processes started"
                marks.append((.processStart, model, at, text, "\(window.index)"))
            }
        }
    }

    /// Windows in which a model has bounds that it had in none of the day before, though it was there.
    ///
    /// - Parameter stored: the bounds that models are known to have had just before. Where all have them, nothing is read.
    mutating func lookForLayouts(
        in windows: [CollectedWindow], stored known: [SeriesKey: BucketLayout], _ archive: Archive
    ) throws(ArchiveError) {
        guard source.description.kind == .histogram, let first = windows.first?.window, let last = windows.last?.window,
            windows.contains(where: { $0.models.contains { !$0.histogram.hasLayout(known[$0.series]) } })
        else { return }
        let (before, after) = (first.advanced(by: -1), last.advanced(by: 1))
        var seen: [Name: Set<BucketLayout>] = [:]
        for window in try stored(before...before, archive) { seen.add(window) }
        // A backfill goes back: what comes next may be there already.
        for window in windows + (try stored(after...after, archive)) {
            for (model, layouts) in window.layouts where !model.isFolded {
                let unseen = layouts.subtracting(seen[model] ?? [])
                if !unseen.isEmpty, try isNew(unseen, to: model, before: first, seen[model] ?? [], archive) {
                    marks.append(
                        (.newLayout, model, window.window.start, "new bucket bounds", "\(window.window.index)"))
                }
            }
            seen.add(window)
        }
    }

    /// Whether any of some layouts is none that the model had in what is stored of the day before a window; false where it was not
    /// there at all.
    private func isNew(
        _ layouts: Set<BucketLayout>, to model: Name, before window: Window, _ seen: Set<BucketLayout>,
        _ archive: Archive
    ) throws(ArchiveError) -> Bool {
        var earlier = seen
        let day = window.advanced(by: -Self.remembered)...window.advanced(by: -1)
        for window in try stored(day, archive) { earlier.formUnion(window.layouts[model] ?? []) }
        return !earlier.isEmpty && !layouts.isSubset(of: earlier)
    }

    /// What is damaged tells nothing.
    private func stored(_ range: ClosedRange<Window>, _ archive: Archive) throws(ArchiveError) -> [CollectedWindow] {
        var found: [CollectedWindow] = []
        _ = try archive.forEachWindow(of: source, in: range, newestFirst: false) {
            found.append($0)
            return true
        }
        return found
    }
}

extension Name {
    /// Whether it stands for models without a name of their own.
    fileprivate var isFolded: Bool { self == ModelLimit.foldedName }
}

extension CollectedWindow {
    /// The bounds that models had in it, where they have any.
    fileprivate var layouts: [Name: Set<BucketLayout>] {
        models.reduce(into: [:]) { found, model in
            let bounded = model.histogram.parts.map(\.layout).filter { !$0.upperBounds.isEmpty }
            if !bounded.isEmpty { found[model.model, default: []].formUnion(bounded) }
        }
    }
}

extension [Name: Set<BucketLayout>] {
    fileprivate mutating func add(_ window: CollectedWindow) {
        for (model, layouts) in window.layouts { self[model, default: []].formUnion(layouts) }
    }
}

extension Histogram {
    /// Whether that is its only layout.
    fileprivate func hasLayout(_ layout: BucketLayout?) -> Bool { parts.count == 1 && parts[0].layout == layout }
}
