import Archive
import Latency

/// What one bucket layout of one model has counted so far, on the way through time.
struct CounterTrack {
    struct Key: Hashable {
        let source: Int
        let series: SeriesKey
        let layout: BucketLayout
    }

    /// By bucket, not cumulative.
    private(set) var counts: [Int]
    /// Of all layouts of the model; nil from where on a sum is not known.
    private(set) var sumMicroseconds: Int? = 0
    /// The time of the newest sample, in seconds since 1970 UTC.
    private var last: Int?

    init(_ layout: BucketLayout) { counts = Array(repeating: 0, count: layout.bucketCount) }

    mutating func add(_ part: Histogram.Part) {
        for bucket in counts.indices { counts[bucket] = counts[bucket].addingClamped(part.counts[bucket]) }
    }

    mutating func add(sum: Int?) {
        sumMicroseconds = sumMicroseconds.flatMap { own in
            sum.map { own.addingReportingOverflow($0) }.flatMap { $1 ? nil : $0 }
        }
    }

    /// The times of the samples that stand before a stretch's counts, in order; the one behind them is its end.
    ///
    /// The counters stand once more at the start where no stretch before ended there, so that what they grow by lies where
    /// it was counted. Of an hour whose windows are no longer kept, they stand still from window to window, since PromQL
    /// sees nothing of a series whose newest sample is five minutes old.
    mutating func timesBefore(_ stretch: StepAggregate) -> [Int] {
        let end = stretch.last.end
        defer { last = end }
        let start = stretch.resolution == .hour ? end - 3600 : stretch.last.start
        let still =
            stretch.resolution == .hour
            ? stretch.collected.flatMap(\.windows).map(\.end).filter { $0 > start && $0 < end } : []
        return (last == start ? [] : [start]) + still
    }

    /// In the unit of the metric; nil for a sum that is not known.
    func value(of column: CounterSeries.Column, in unit: LatencyUnit) -> Double? {
        switch column {
        case .bucket(let index): Double(counts[...index].clampedSum)
        case .count: Double(counts.clampedSum)
        case .sum: sumMicroseconds.map(unit.value(microseconds:))
        }
    }
}
