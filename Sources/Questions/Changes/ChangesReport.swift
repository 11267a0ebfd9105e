import Archive
import Latency
import Statistics
import Support

/// The changes of one entry after the other.
struct ChangesReport {
    let blocks: HourlyBlocks
    let zone: Zone
    let marks: [Numbered<Mark>]
    /// Whether there are exclusions that can't be read.
    let lacksExclusions: Bool

    /// The fewest days in which a change is found.
    static let fewestDays = 2 * ChangeMethod().shortest

    /// Those that were collected to less than four fifths, or have no requests, are left out.
    func days(of series: HourlyBlocks.Series) -> [Int] {
        blocks.ranges.indices.filter { day in
            blocks.coverage(day, of: series) >= ComparisonMethod().minimumCoverage
                && blocks.total([day], of: series).requests > 0
        }
    }

    func entries(of series: HourlyBlocks.Series) -> [ChangesAnswer.Entry] {
        let days = days(of: series)
        let weekdays = days.map { (zone.clock(at: blocks.ranges[$0].lowerBound) / 86_400 + 3) % 7 }
        let detection = ChangeDetection(days.map { blocks.block($0, of: series) }, cycle: weekdays)
        return detection?.points().map { entry($0, days, series) } ?? []
    }

    /// - Parameter days: the days of the point's indices.
    private func entry(_ point: ChangePoint, _ days: [Int], _ series: HourlyBlocks.Series) -> ChangesAnswer.Entry {
        let (earlier, later) = (Array(days[point.before]), Array(days[point.after]))
        let totals = (blocks.total(earlier, of: series), blocks.total(later, of: series))
        let at = blocks.ranges[days[point.index]].lowerBound
        // It may have happened at any time of the day that was taken for the last one before it, or the first after it.
        let earliest = blocks.ranges[days[max(0, point.earliest - 1)]].lowerBound
        let latest = blocks.ranges[days[point.latest]].upperBound
        return ChangesAnswer.Entry(
            key: series.key, at: at, earliest: earliest, latest: latest,
            before: Percentiles(of: totals.0, unit: blocks.unit), after: Percentiles(of: totals.1, unit: blocks.unit),
            change: point.change, mark: mark(of: series.key.model, nearest: at, in: earliest...latest),
            requests: totals.0.requests.addingClamped(totals.1.requests),
            quality: (earlier + later).map { series.qualities[$0] }.max() ?? .exact,
            excludedWindows: blocks.excludedWindows(earlier + later, of: series), isDoubted: lacksExclusions)
    }

    /// Of two that are as near, that which somebody wrote: it says more than that a process has started.
    private func mark(of model: Name, nearest time: Int, in range: ClosedRange<Int>) -> (id: Int, text: String)? {
        marks.filter { range.contains($0.at) && ($0.model ?? model) == model }
            .min { (abs($0.at - time), $0.kind == .manual ? 0 : 1) < (abs($1.at - time), $1.kind == .manual ? 0 : 1) }
            .map { ($0.id, $0.text) }
    }
}
