import Archive
import Latency
import Objectives

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
        /// `hour` where an hour whose windows are no longer kept is cut by an end of the stretch: it counts as a whole, or not.
        package fileprivate(set) var resolution = Resolution.window
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

        /// How many a minute of the time that they were counted in, source by source.
        func perMinute(_ count: (Part) -> Int?) -> Double? {
            let counted = parts.filter { $0.countedWindows > 0 }
            if counted.isEmpty { return nil }
            var sum = 0.0
            for part in counted {
                guard let count = count(part) else { return nil }
                sum += Double(count) * 60 / Double(part.countedWindows * Window.seconds)
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
        /// The windows that its counts are of: where hours alone are kept, all of an hour that ends in the stretch.
        fileprivate(set) var countedWindows = 0

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
    /// A source by its place, or a part of its models of which the same is left out.
    private var sources: [Source] = []
    /// What was collected of each, by its place.
    private var collections: [SourceTotals] = []
    /// The sources that have or had each entry and had begun by the end, by their places.
    private var known: [SeriesKey: Set<Int>] = [:]

    /// Reads a stretch of time. Damage is left out and told.
    ///
    /// - Parameters:
    ///   - windows: nil for none at all.
    ///   - exclusions: of their models the windows that they overlap are left out, and the hours whose windows are no longer kept.
    package init(
        of resolved: ResolvedScope, in windows: ClosedRange<Window>?, excluding exclusions: [Exclusion] = [],
        from archive: Archive, _ damages: inout Damages
    ) throws(ArchiveError) {
        let units = Set(resolved.sources.map(\.description.unit))
        unit = units.count == 1 ? units.first ?? .milliseconds : .milliseconds
        guard let windows else { return }
        var found: [SeriesKey: Total] = [:]
        for source in resolved.sources {
            for (models, own) in try Self.groups(of: source, exclusions, in: archive, &damages) {
                let place = sources.count
                let part = try SourceTotals(
                    of: source, resolved, models: models, in: windows, excluding: own, from: archive, &damages)
                sources.append(source)
                collections.append(part)
                for (key, value) in part.values.all {
                    let histogram = value.histogram.converted(from: source.description.unit, to: unit)
                    found[key, default: Self.none(key)].add(histogram, value.quality, [place: Part(source, histogram)])
                }
                if resolved.sources.count > 1, let oldest = damages.take(try archive.oldestWindow(of: source)),
                    oldest <= windows.upperBound
                {
                    for key in try resolved.keys(of: source, models, in: archive, &damages) {
                        known[key, default: []].insert(place)
                    }
                }
            }
        }
        totals = finished(found)
    }

    /// Models of which the same is left out; nil for all of them, as is most often so.
    private static func groups(
        of source: Source, _ exclusions: [Exclusion], in archive: Archive, _ damages: inout Damages
    ) throws(ArchiveError) -> [(models: Set<Name>?, exclusions: [Exclusion])] {
        if exclusions.isEmpty { return [(nil, [])] }
        let models = damages.take(try archive.models(of: source))
        let groups = Dictionary(grouping: models) { model in exclusions.filter { $0.models.matches(model) } }
        return groups.map { (Set($0.value), $0.key) }
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

    /// The windows of the stretch that were collected of one source, be they excluded.
    func collected(of place: Int) -> CountedWindows {
        collections.indices.contains(place) ? collections[place].collected : CountedWindows([])
    }

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
    package var wasCollected: Bool { collections.contains { $0.collectedWindows > 0 } }

    /// Whether there are hours whose windows are no longer kept, of which none ends in the stretch: of those nothing is in it.
    package var hasCutHoursAlone: Bool { wasCollected && collections.allSatisfy { $0.countedWindows == 0 } }

    /// The collected share of all sources' windows; nil without any.
    var coverage: Double? {
        let all = collections.reduce(0) { $0 + $1.allWindows }
        return all == 0 ? nil : Double(collections.reduce(0) { $0 + $1.collectedWindows }) / Double(all)
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
                part.collectedWindows = collections[place].collectedWindows
                part.countedWindows = collections[place].countedWindows
                return part
            }
            total.collectedWindows = places.reduce(0) { $0 + collections[$1].collectedWindows }
            total.allWindows = places.reduce(0) { $0 + collections[$1].allWindows }
            if places.contains(where: { collections[$0].cutsHours }) { total.resolution = .hour }
            return total
        }
    }
}

/// What some models of one source come to over a stretch.
private struct SourceTotals {
    private(set) var values = BySeries<(histogram: Histogram, quality: Quality)>()
    /// Of the windows that are not excluded.
    private(set) var collectedWindows = 0
    /// With those.
    private(set) var collected = CountedWindows([])
    let allWindows: Int
    /// How many went into `values`.
    private(set) var countedWindows = 0
    /// Whether they are others than those of the stretch.
    private(set) var cutsHours = false

    init(
        of source: Source, _ resolved: ResolvedScope, models: Set<Name>?, in windows: ClosedRange<Window>,
        excluding exclusions: [Exclusion], from archive: Archive, _ damages: inout Damages
    ) throws(ArchiveError) {
        let kept = CountedWindows(windows, excluding: exclusions)
        allWindows = kept.count
        let steps = exclusions.isEmpty ? nil : CountedSteps([kept])
        if !exclusions.isEmpty, steps == nil { return }
        let excluded = exclusions.map(\.windows)
        var runs: [ClosedRange<Window>] = []
        let left = try resolved.forEachStretch(
            of: source, models: models, in: windows, newestFirst: false,
            stepEnd: { min(windows.upperBound, steps?.end(ofStepHolding: $0) ?? windows.upperBound) }, from: archive
        ) { stretch in
            runs += stretch.collected
            collectedWindows += stretch.collected.reduce(0) { $0 + kept.count(in: $1) }
            if stretch.collected != stretch.counted { cutsHours = true }
            if stretch.counted.contains(where: { run in excluded.contains { $0.overlaps(run) } }) { return true }
            countedWindows += stretch.windows
            for value in stretch.models {
                add(value, resolved.key(of: value.model, labels: value.series.labels, in: source))
            }
            return true
        }
        collected = CountedWindows(runs)
        damages.add(left)
    }

    private mutating func add(_ value: ModelWindow, _ key: SeriesKey) {
        func add(_ sum: inout (histogram: Histogram, quality: Quality)) {
            sum.histogram.merge(value.histogram)
            sum.quality = max(sum.quality, value.quality)
        }
        add(&values[key, default: (Histogram(), .exact)])
    }
}

extension ResolvedScope {
    /// The entries of the answer that a source has or ever had a part in.
    fileprivate func keys(
        of source: Source, _ models: Set<Name>?, in archive: Archive, _ damages: inout Damages
    ) throws(ArchiveError) -> Set<SeriesKey> {
        let selection = series(of: source)
        let all = damages.take(try archive.series(of: source)).filter { models?.contains($0.model) ?? true }
        let keys = all.compactMap { selection.key(of: $0, labels: source.description.seriesLabels) }
        return Set(keys.map { key(of: $0.model, labels: $0.labels, in: source) })
    }

    /// Hands what was collected of a source to `body`, stretch by stretch: see `Archive.forEachStretch`. The values of the
    /// series are those of the labels in `series(of:).by`.
    ///
    /// - Parameter models: of those that are asked for; nil for all.
    package func forEachStretch(
        of source: Source, models: Set<Name>? = nil, in windows: ClosedRange<Window>, newestFirst: Bool,
        stepEnd: ((Window) -> Window)?,
        from archive: Archive, byClass: Bool = false, _ body: (StepAggregate) -> Bool
    ) throws(ArchiveError) -> Damages {
        var selection = byClass ? seriesByClass(of: source) : series(of: source)
        if let models { selection.models = selection.models?.intersection(models) ?? models }
        return try archive.forEachStretch(
            of: source, in: windows, newestFirst: newestFirst, selection: selection, stepEnd: stepEnd, body)
    }
}
