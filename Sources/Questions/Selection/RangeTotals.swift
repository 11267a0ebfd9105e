import Archive
import Latency

/// What all requests of a stretch of time come to, by model and, where the question is divided by labels, by their values.
package struct RangeTotals: Sendable {
    /// One entry of the answer.
    package struct Total: Sendable {
        /// The model and the values of `QuestionScope.by`.
        package let key: SeriesKey
        /// Of all its series together. Its bounds are in `RangeTotals.unit`.
        package internal(set) var histogram: Histogram
        /// The worst that went into it.
        package internal(set) var quality: Quality
        /// The five-minute windows of the stretch that were collected of the sources that it had samples in, and those that
        /// there are: one source of two down for all of the time makes a half.
        package fileprivate(set) var collectedWindows = 0
        package fileprivate(set) var allWindows = 0
        /// Its sources, by their place.
        fileprivate var places: Set<Int>

        /// The collected share of the stretch, from 0 to 1; nil where no window ends in it.
        package var coverage: Double? {
            allWindows == 0 ? nil : Double(collectedWindows) / Double(allWindows)
        }

        fileprivate mutating func add(_ histogram: Histogram, _ quality: Quality, in places: Set<Int>) {
            self.histogram.merge(histogram)
            self.quality = max(self.quality, quality)
            self.places.formUnion(places)
        }
    }

    /// That of the sources where all have the same, else milliseconds.
    package let unit: LatencyUnit
    /// Those that had samples, by key.
    package private(set) var totals: [Total] = []
    /// How many windows were collected of each source, by its place, of how many.
    private var collected: [Int] = []
    private let windows: Int

    /// Reads a stretch of time. Damage is left out and told.
    ///
    /// - Parameter windows: nil for none at all.
    package init(
        of resolved: ResolvedScope, in windows: ClosedRange<Window>?, from archive: Archive, _ damages: inout Damages
    ) throws(ArchiveError) {
        let units = Set(resolved.sources.map(\.description.unit))
        unit = units.count == 1 ? units.first ?? .milliseconds : .milliseconds
        self.windows = windows?.count ?? 0
        guard let windows else { return }
        var found: [SeriesKey: Total] = [:]
        for (place, source) in resolved.sources.enumerated() {
            let part = try SourceTotals(of: source, resolved, in: windows, from: archive, &damages)
            collected.append(part.collectedWindows)
            for (key, value) in part.values {
                let histogram = value.histogram.converted(from: source.description.unit, to: unit)
                found[key, default: Self.none(key)].add(histogram, value.quality, in: [place])
            }
        }
        totals = finished(found)
    }

    /// All models together, under the name `(all)`, by the same labels.
    package var ofAllModels: [Total] {
        var found: [SeriesKey: Total] = [:]
        for total in totals {
            let key = SeriesKey(QuestionScope.allModels, labels: total.key.labels)
            found[key, default: Self.none(key)].add(total.histogram, total.quality, in: total.places)
        }
        return finished(found)
    }

    /// Whether any window of the stretch was collected of any of the sources.
    package var wasCollected: Bool { collected.contains { $0 > 0 } }

    /// How many requests each has, that of all models too.
    var counts: [SeriesKey: Int] {
        Dictionary((totals + ofAllModels).map { ($0.key, $0.histogram.requests) }) { first, _ in first }
    }

    private static func none(_ key: SeriesKey) -> Total {
        Total(key: key, histogram: Histogram(), quality: .exact, places: [])
    }

    private func finished(_ found: [SeriesKey: Total]) -> [Total] {
        found.values.sorted { $0.key < $1.key }.map { total in
            var total = total
            total.collectedWindows = total.places.reduce(0) { $0 + collected[$1] }
            total.allWindows = total.places.count * windows
            return total
        }
    }
}

/// What one source comes to over a stretch.
private struct SourceTotals {
    private(set) var values: [SeriesKey: (histogram: Histogram, quality: Quality)] = [:]
    private(set) var collectedWindows = 0

    init(
        of source: Source, _ resolved: ResolvedScope, in windows: ClosedRange<Window>, from archive: Archive,
        _ damages: inout Damages
    ) throws(ArchiveError) {
        let left = try resolved.forEachStretch(
            of: source, in: windows, newestFirst: false, stepEnd: { _ in windows.upperBound }, from: archive
        ) { stretch in
            collectedWindows += stretch.collected.lazy.map(\.count).reduce(0, +)
            for value in stretch.models {
                let key = resolved.key(of: value.model, labels: value.series.labels, in: source)
                guard var sum = values[key] else {
                    values[key] = (value.histogram, value.quality)
                    continue
                }
                values[key] = nil
                sum.histogram.merge(value.histogram)
                sum.quality = max(sum.quality, value.quality)
                values[key] = sum
            }
            return true
        }
        damages.add(left)
    }
}

extension ResolvedScope {
    /// Hands what was collected of a source to `body`, stretch by stretch: see `Archive.forEachStretch`. The values of the
    /// series are those of the labels in `series(of:).by`.
    package func forEachStretch(
        of source: Source, in windows: ClosedRange<Window>, newestFirst: Bool, stepEnd: ((Window) -> Window)?,
        from archive: Archive, byClass: Bool = false, _ body: (StepAggregate) -> Bool
    ) throws(ArchiveError) -> Damages {
        try archive.forEachStretch(
            of: source, in: windows, newestFirst: newestFirst,
            selection: byClass ? seriesByClass(of: source) : series(of: source), stepEnd: stepEnd, body)
    }
}
