import Archive
import Latency
import Objectives
import Statistics

/// What some stretches of time counted, hour by hour, by model and what else the question is divided by: comparisons and
/// changes go by such blocks.
struct HourlyBlocks: Sendable {
    /// What belongs to one entry of the answer.
    struct Series: Sendable {
        let key: SeriesKey
        var parts: [[Histogram]]
        var qualities: [Quality]

        init(key: SeriesKey, parts: [[Histogram]], qualities: [Quality]) {
            (self.key, self.parts, self.qualities) = (key, parts, qualities)
        }

        /// Its sources, by their place, each once.
        private(set) var places: [Int] = []

        mutating func insert(source place: Int) {
            if !places.contains(place) { places.append(place) }
        }

        /// Adds what a source has in an hour of a block.
        mutating func add(_ histogram: Histogram, _ quality: Quality, _ block: Int, _ part: Int, of source: Int) {
            if parts[block][part].parts.isEmpty {
                parts[block][part] = histogram
            } else {
                parts[block][part].merge(histogram)
            }
            qualities[block] = max(qualities[block], quality)
            insert(source: source)
        }
    }

    /// By key.
    let series: [Series]
    private let totals: [[Name]: Series]
    /// The bounds of all histograms are in it: that of the sources where all have the same, else milliseconds.
    let unit: LatencyUnit
    /// `(start, end]`, in seconds since 1970 UTC, oldest first, none overlapping.
    let ranges: [ClosedRange<Int>]
    /// How many windows were collected, by source and block.
    private let collected: [[Int]]
    private let exclusions: [Exclusion]
    /// What of these is left out of some models.
    private let excluded: [ExcludedStep]

    static let hour = 3600

    /// Reads what lies between the first and the last of the stretches, in one pass. Damage is left out and told.
    ///
    /// What is excluded counts as not collected: a stretch of which much is has too little coverage to be compared.
    ///
    /// - Parameters:
    ///   - models: nil for all.
    ///   - hasOthers: whether `others` is wanted.
    init(
        of resolved: ResolvedScope, models: Set<Name>?, ranges: [ClosedRange<Int>], without exclusions: [Exclusion],
        hasOthers: Bool = false, from archive: Archive,
        _ damages: inout Damages
    ) throws(ArchiveError) {
        let units = Set(resolved.sources.map(\.description.unit))
        unit = units.count == 1 ? units.first ?? .milliseconds : .milliseconds
        self.ranges = ranges
        self.exclusions = exclusions
        var reader = BlockReader(ranges: ranges, unit: unit, exclusions: exclusions)
        for (place, source) in resolved.sources.enumerated() {
            reader.collected.append([Int](repeating: 0, count: ranges.count))
            guard let windows = reader.windows else { continue }
            var selection = resolved.series(of: source)
            selection.models = models
            let left = try archive.forEachStretch(
                of: source, in: windows, newestFirst: false, selection: selection,
                stepEnd: { reader.stepEnd(of: $0) }
            ) { stretch in
                reader.add(stretch, of: source, at: place, resolved)
                return true
            }
            damages.add(left)
        }
        (collected, excluded) = (reader.collected, reader.excluded)
        series = reader.series.all.map(\.value).sorted { $0.key.order < $1.key.order }
        totals = hasOthers ? Self.totals(of: series) : [:]
    }

    /// A block of an entry.
    func block(_ index: Int, of series: Series) -> Block {
        Block(parts: series.parts[index], coverage: coverage(index, of: series))
    }

    /// All requests of some blocks of an entry.
    func total(_ blocks: some Sequence<Int>, of series: Series) -> Histogram {
        blocks.reduce(into: Histogram()) { total, block in
            for part in series.parts[block] { total.merge(part) }
        }
    }

    /// How many requests some blocks of an entry have.
    func requests(_ blocks: some Sequence<Int>, of series: Series) -> Int {
        blocks.lazy.map { block in series.parts[block].lazy.map(\.requests).clampedSum }.clampedSum
    }

    /// The share of the windows of a block that were collected of the sources that the entry has, 0 to 1.
    func coverage(_ index: Int, of series: Series) -> Double {
        let all = (ranges[index].upperBound - ranges[index].lowerBound) / Window.seconds * series.places.count
        let left = excluded.lazy.filter { step in
            step.index == index && series.places.contains(step.place)
                && step.exclusions.contains { exclusions[$0].leavesOut(series.key.model) }
        }
        let collected = series.places.reduce(0) { $0 + self.collected[$1][index] } - left.reduce(0) { $0 + $1.windows }
        return all == 0 ? 0 : min(1, Double(collected) / Double(all))
    }

    /// How many windows of some blocks are left out of an entry.
    func excludedWindows(_ blocks: some Sequence<Int>, of series: Series) -> Int {
        let own = exclusions.filter { $0.leavesOut(series.key.model) }
        if own.isEmpty { return 0 }
        return blocks.reduce(0) { count, block in
            let (first, last) = (
                Window(endedAt: ranges[block].lowerBound).advanced(by: 1), Window(endedAt: ranges[block].upperBound)
            )
            return count + (first <= last ? CountedWindows(first...last, excluding: own).excludedCount : 0)
        }
    }

    /// The other entries of the same labels together; nil without any.
    func others(than series: Series) -> Series? {
        let own = self.series.filter { $0.key.labels == series.key.labels && $0.key.model != QuestionScope.allModels }
        guard own.count > 1, series.key.model != QuestionScope.allModels else { return nil }
        var others = totals[series.key.labels] ?? series
        for (block, part) in others.parts.indices.flatMap({ block in others.parts[block].indices.map { (block, $0) } })
        {
            others.parts[block][part] = others.parts[block][part].without(series.parts[block][part])
        }
        return others
    }

    /// All models together, by labels.
    private static func totals(of series: [Series]) -> [[Name]: Series] {
        series.filter { $0.key.model != QuestionScope.allModels }.reduce(into: [:]) { totals, series in
            guard var sum = totals.removeValue(forKey: series.key.labels) else {
                let key = SeriesKey(QuestionScope.allModels, labels: series.key.labels)
                var first = Series(key: key, parts: series.parts, qualities: series.qualities)
                series.places.forEach { first.insert(source: $0) }
                totals[series.key.labels] = first
                return
            }
            for block in sum.parts.indices {
                for part in sum.parts[block].indices { sum.parts[block][part].merge(series.parts[block][part]) }
            }
            series.places.forEach { sum.insert(source: $0) }
            totals[series.key.labels] = sum
        }
    }

    /// The hours of a block, beginning with its first.
    static func parts(of range: ClosedRange<Int>) -> Int {
        (range.upperBound - range.lowerBound + hour - 1) / hour
    }
}

extension Exclusion {
    /// Of all models together, what is left out of every one.
    fileprivate func leavesOut(_ model: Name) -> Bool {
        model == QuestionScope.allModels ? models == .all : models.matches(model)
    }
}
