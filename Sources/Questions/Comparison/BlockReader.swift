import Archive
import Latency
import Support

/// Collected windows of a block that some exclusions leave out.
struct ExcludedStep: Sendable {
    let place, index, windows: Int
    let exclusions: [Int]
}

/// Takes stretches of an archive to their blocks and hours.
struct BlockReader {
    let ranges: [ClosedRange<Int>]
    let unit: LatencyUnit
    let exclusions: [Exclusion]
    /// The first windows of steps that an exclusion begins or ends, oldest first.
    private let cuts: [Window]
    private(set) var series = BySeries<HourlyBlocks.Series>()
    var collected: [[Int]] = []
    var excluded: [ExcludedStep] = []

    init(ranges: [ClosedRange<Int>], unit: LatencyUnit, exclusions: [Exclusion]) {
        (self.ranges, self.unit, self.exclusions) = (ranges, unit, exclusions)
        cuts = Set(exclusions.map(\.windows).flatMap { [$0.lowerBound, $0.upperBound.advanced(by: 1)] }).sorted()
    }

    /// From the first block to the last; nil where there are none.
    var windows: ClosedRange<Window>? {
        guard let first = ranges.first, let last = ranges.last else { return nil }
        let (start, end) = (Window(endedAt: first.lowerBound).advanced(by: 1), Window(endedAt: last.upperBound))
        return start <= end ? start...end : nil
    }

    /// The end of the hour of its block that a window lies in, or of what is excluded of it, or not.
    func stepEnd(of window: Window) -> Window {
        let end = hourEnd(of: window)
        let cut = cuts.partitioningIndex { $0 > window }
        return cut < cuts.count ? min(end, cuts[cut].advanced(by: -1)) : end
    }

    /// Of none, the beginning of the next block.
    private func hourEnd(of window: Window) -> Window {
        guard let next = index(atOrAfter: window.end) else { return window }
        let range = ranges[next]
        guard window.end > range.lowerBound else { return max(window, Window(endedAt: range.lowerBound)) }
        let hours = (window.end - range.lowerBound + HourlyBlocks.hour - 1) / HourlyBlocks.hour
        return max(window, Window(endedAt: min(range.upperBound, range.lowerBound + hours * HourlyBlocks.hour)))
    }

    mutating func add(_ stretch: StepAggregate, of source: Source, at place: Int, _ resolved: ResolvedScope) {
        let end = stretch.last.end
        guard let index = index(atOrAfter: end), end > ranges[index].lowerBound else { return }
        collected[place][index] += stretch.windows
        let part = (end - ranges[index].lowerBound - 1) / HourlyBlocks.hour
        let left = exclusions.indices.filter { number in
            stretch.collected.contains { $0.overlaps(exclusions[number].windows) }
        }
        if !left.isEmpty {
            excluded.append(ExcludedStep(place: place, index: index, windows: stretch.windows, exclusions: left))
        }
        for value in stretch.models where !left.contains(where: { exclusions[$0].models.matches(value.model) }) {
            let key = resolved.key(of: value.model, labels: value.series.labels, in: source)
            let histogram = value.histogram.converted(from: source.description.unit, to: unit)
            series[key, default: Self.empty(key, ranges)].add(histogram, value.quality, index, part, of: place)
            guard resolved.scope.mergesModels, resolved.models?.contains(key.model) ?? true else { continue }
            let all = SeriesKey(QuestionScope.allModels, labels: key.labels)
            series[all, default: Self.empty(all, ranges)].add(histogram, value.quality, index, part, of: place)
        }
    }

    /// Without anything in it.
    private static func empty(_ key: SeriesKey, _ ranges: [ClosedRange<Int>]) -> HourlyBlocks.Series {
        HourlyBlocks.Series(
            key: key,
            parts: ranges.map { [Histogram](repeating: Histogram(), count: HourlyBlocks.parts(of: $0)) },
            qualities: [Quality](repeating: .exact, count: ranges.count))
    }

    /// The first block that ends then or later.
    private func index(atOrAfter time: Int) -> Int? {
        let index = ranges.partitioningIndex { $0.upperBound >= time }
        return index < ranges.count ? index : nil
    }
}
