import Archive
import Latency
import Statistics

/// What some stretches of time counted, hour by hour, by model and what else the question is divided by: comparisons and
/// changes go by such blocks.
struct HourlyBlocks {
    /// What belongs to one entry of the answer.
    struct Series {
        let key: SeriesKey
        fileprivate var parts: [[Histogram]]
        fileprivate(set) var qualities: [Quality]
        /// Its sources, by their place.
        fileprivate var places: Set<Int> = []
    }

    /// By key.
    let series: [Series]
    /// The bounds of all histograms are in it: that of the sources where all have the same, else milliseconds.
    let unit: LatencyUnit
    /// `(start, end]`, in seconds since 1970 UTC, oldest first, none overlapping.
    let ranges: [ClosedRange<Int>]
    /// How many windows were collected, by source and block.
    private let collected: [[Int]]

    private static let hour = 3600

    /// Reads what lies between the first and the last of the stretches, in one pass. Damage is left out and told.
    ///
    /// - Parameter models: nil for all.
    init(
        of resolved: ResolvedScope, models: Set<Name>?, ranges: [ClosedRange<Int>], from archive: Archive,
        _ damages: inout Damages
    ) throws(ArchiveError) {
        let units = Set(resolved.sources.map(\.description.unit))
        unit = units.count == 1 ? units.first ?? .milliseconds : .milliseconds
        self.ranges = ranges
        var reader = BlockReader(ranges: ranges, unit: unit)
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
        collected = reader.collected
        series = reader.series.values.sorted { $0.key < $1.key }
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

    /// The share of the windows of a block that were collected of the sources that the entry has, 0 to 1.
    func coverage(_ index: Int, of series: Series) -> Double {
        let all = (ranges[index].upperBound - ranges[index].lowerBound) / Window.seconds * series.places.count
        let collected = series.places.reduce(0) { $0 + self.collected[$1][index] }
        return all == 0 ? 0 : min(1, Double(collected) / Double(all))
    }

    /// The hours of a block, beginning with its first.
    static func parts(of range: ClosedRange<Int>) -> Int {
        (range.upperBound - range.lowerBound + hour - 1) / hour
    }

    /// Takes stretches of an archive to their blocks and hours.
    private struct BlockReader {
        let ranges: [ClosedRange<Int>]
        let unit: LatencyUnit
        var series: [SeriesKey: Series] = [:]
        var collected: [[Int]] = []

        /// From the first block to the last; nil where there are none.
        var windows: ClosedRange<Window>? {
            guard let first = ranges.first, let last = ranges.last else { return nil }
            let (start, end) = (Window(endedAt: first.lowerBound).advanced(by: 1), Window(endedAt: last.upperBound))
            return start <= end ? start...end : nil
        }

        /// The end of the hour of its block that a window lies in; of none, the beginning of the next block.
        func stepEnd(of window: Window) -> Window {
            guard let next = index(atOrAfter: window.end) else { return window }
            let range = ranges[next]
            guard window.end > range.lowerBound else { return max(window, Window(endedAt: range.lowerBound)) }
            let hours = (window.end - range.lowerBound + hour - 1) / hour
            return max(window, Window(endedAt: min(range.upperBound, range.lowerBound + hours * hour)))
        }

        mutating func add(_ stretch: StepAggregate, of source: Source, at place: Int, _ resolved: ResolvedScope) {
            let end = stretch.last.end
            guard let index = index(atOrAfter: end), end > ranges[index].lowerBound else { return }
            collected[place][index] += stretch.windows
            let part = (end - ranges[index].lowerBound - 1) / hour
            for value in stretch.models {
                let key = resolved.key(of: value.model, labels: value.series.labels, in: source)
                let histogram = value.histogram.converted(from: source.description.unit, to: unit)
                for key in keys(key, resolved) {
                    var sum = series.removeValue(forKey: key) ?? empty(key)
                    sum.parts[index][part].merge(histogram)
                    sum.qualities[index] = max(sum.qualities[index], value.quality)
                    sum.places.insert(place)
                    series[key] = sum
                }
            }
        }

        /// Those that a series counts for: its own and, where that is asked for, that of all models that are asked for.
        private func keys(_ key: SeriesKey, _ resolved: ResolvedScope) -> [SeriesKey] {
            guard resolved.scope.mergesModels, resolved.models?.contains(key.model) ?? true else { return [key] }
            return [key, SeriesKey(QuestionScope.allModels, labels: key.labels)]
        }

        private func empty(_ key: SeriesKey) -> Series {
            Series(
                key: key,
                parts: ranges.map { [Histogram](repeating: Histogram(), count: HourlyBlocks.parts(of: $0)) },
                qualities: [Quality](repeating: .exact, count: ranges.count))
        }

        /// The first block that ends then or later.
        private func index(atOrAfter time: Int) -> Int? {
            var (low, high) = (0, ranges.count)
            while low < high {
                let middle = (low + high) / 2
                if ranges[middle].upperBound < time { low = middle + 1 } else { high = middle }
            }
            return low < ranges.count ? low : nil
        }
    }
}
