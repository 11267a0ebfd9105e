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
        /// The five-minute windows of the stretch that were collected of the sources that have it or ever had it, and those that
        /// there are: one source of two down for all of the time makes a half. A source that began later is none of them.
        package fileprivate(set) var collectedWindows = 0
        package fileprivate(set) var allWindows = 0
        /// What each of these sources counted of it.
        package fileprivate(set) var parts: [Part] = []
        /// What each source counted that had samples, by its place.
        fileprivate var counted: [Int: Part]

        /// The collected share of the stretch, from 0 to 1; nil where no window ends in it.
        package var coverage: Double? {
            allWindows == 0 ? nil : Double(collectedWindows) / Double(allWindows)
        }

        fileprivate mutating func add(_ histogram: Histogram, _ quality: Quality, _ counted: [Int: Part]) {
            self.histogram.merge(histogram)
            self.quality = max(self.quality, quality)
            self.counted.merge(counted) { $0.adding($1) }
        }

        /// How many a minute of the time that was collected, source by source.
        func perMinute(_ count: (Part) -> Int?) -> Double? {
            let counted = parts.filter { $0.collectedWindows > 0 }
            if counted.isEmpty { return nil }
            var sum = 0.0
            for part in counted {
                guard let count = count(part) else { return nil }
                sum += Double(count) * 60 / Double(part.collectedWindows * Window.seconds)
            }
            return sum
        }
    }

    /// What one source counted of an entry.
    package struct Part: Sendable {
        let source: Source
        private(set) var requests = 0
        private(set) var sumMicroseconds: Int? = 0
        fileprivate(set) var collectedWindows = 0

        fileprivate init(_ source: Source, _ histogram: Histogram = Histogram()) {
            (self.source, requests, sumMicroseconds) = (source, histogram.requests, histogram.sumMicroseconds)
        }

        fileprivate func adding(_ other: Part) -> Part {
            var result = self
            result.requests = requests.addingClamped(other.requests)
            result.sumMicroseconds = sumMicroseconds.flatMap { sum in other.sumMicroseconds.map(sum.addingClamped) }
            return result
        }
    }

    /// That of the sources where all have the same, else milliseconds.
    package let unit: LatencyUnit
    /// Those that had samples, by key.
    package private(set) var totals: [Total] = []
    private let sources: [Source]
    /// How many windows were collected of each source, by its place, of how many.
    private var collected: [Int] = []
    private let windows: Int
    /// The sources that have or had each entry and had begun by the end, by their places.
    private var known: [SeriesKey: Set<Int>] = [:]

    /// Reads a stretch of time. Damage is left out and told.
    ///
    /// - Parameter windows: nil for none at all.
    package init(
        of resolved: ResolvedScope, in windows: ClosedRange<Window>?, from archive: Archive, _ damages: inout Damages
    ) throws(ArchiveError) {
        let units = Set(resolved.sources.map(\.description.unit))
        unit = units.count == 1 ? units.first ?? .milliseconds : .milliseconds
        self.windows = windows?.count ?? 0
        sources = resolved.sources
        guard let windows else { return }
        var found: [SeriesKey: Total] = [:]
        for (place, source) in resolved.sources.enumerated() {
            let part = try SourceTotals(of: source, resolved, in: windows, from: archive, &damages)
            collected.append(part.collectedWindows)
            for (key, value) in part.values {
                let histogram = value.histogram.converted(from: source.description.unit, to: unit)
                found[key, default: Self.none(key)].add(histogram, value.quality, [place: Part(source, histogram)])
            }
            if resolved.sources.count > 1, let oldest = damages.take(try archive.oldestWindow(of: source)),
                oldest <= windows.upperBound
            {
                for key in try resolved.keys(of: source, in: archive, &damages) {
                    known[key, default: []].insert(place)
                }
            }
        }
        totals = finished(found)
    }

    /// Adds sources to entries that they have no samples of, and entries without any.
    mutating func add(_ keys: [SeriesKey: Set<Name>]) {
        var found = Dictionary(totals.map { ($0.key, $0) }) { first, _ in first }
        for (key, names) in keys {
            var total = found[key] ?? Self.none(key)
            for (place, source) in sources.enumerated() where names.contains(source.description.name) {
                if total.counted[place] == nil { total.counted[place] = Part(source) }
            }
            found[key] = total
        }
        totals = finished(found)
    }

    /// How many windows of the stretch were collected of one source.
    func collectedWindows(of place: Int) -> Int { collected.indices.contains(place) ? collected[place] : 0 }

    /// All models together, under the name `(all)`, by the same labels.
    package var ofAllModels: [Total] {
        var found: [SeriesKey: Total] = [:]
        for total in totals {
            let key = SeriesKey(QuestionScope.allModels, labels: total.key.labels)
            found[key, default: Self.none(key)].add(total.histogram, total.quality, total.counted)
        }
        return finished(found)
    }

    /// Whether any window of the stretch was collected of any of the sources.
    package var wasCollected: Bool { collected.contains { $0 > 0 } }

    /// The collected share of all sources' windows; nil without any.
    var coverage: Double? {
        let all = collected.count * windows
        return all == 0 ? nil : Double(collected.reduce(0, +)) / Double(all)
    }

    /// How many requests each has, that of all models too.
    var counts: [SeriesKey: Int] {
        Dictionary((totals + ofAllModels).map { ($0.key, $0.histogram.requests) }) { first, _ in first }
    }

    private static func none(_ key: SeriesKey) -> Total {
        Total(key: key, histogram: Histogram(), quality: .exact, counted: [:])
    }

    /// Of all models together they are those of any.
    private func places(of key: SeriesKey) -> Set<Int> {
        guard key.model == QuestionScope.allModels else { return known[key] ?? [] }
        return known.filter { $0.key.labels == key.labels }.reduce(into: []) { $0.formUnion($1.value) }
    }

    private func finished(_ found: [SeriesKey: Total]) -> [Total] {
        found.values.sorted { $0.key < $1.key }.map { total in
            var total = total
            let places = Set(total.counted.keys).union(places(of: total.key)).sorted()
            total.parts = places.map { place in
                var part = total.counted[place] ?? Part(sources[place])
                part.collectedWindows = collected[place]
                return part
            }
            total.collectedWindows = places.reduce(0) { $0 + collected[$1] }
            total.allWindows = places.count * windows
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
    /// The entries of the answer that a source has or ever had a part in.
    fileprivate func keys(
        of source: Source, in archive: Archive, _ damages: inout Damages
    ) throws(ArchiveError) -> Set<SeriesKey> {
        let selection = series(of: source)
        let all = damages.take(try archive.series(of: source))
        let keys = all.compactMap { selection.key(of: $0, labels: source.description.seriesLabels) }
        return Set(keys.map { key(of: $0.model, labels: $0.labels, in: source) })
    }

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
