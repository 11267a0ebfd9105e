import Archive
import Latency

/// What one model has counted so far, in each of its bucket layouts, on the way through time.
///
/// All layouts have their samples at the same times, though replicas come and go with theirs: a difference between two times
/// then has all of them.
struct CounterTrack {
    struct Key: Hashable {
        let source: Int
        let series: SeriesKey
    }

    /// By bucket, not cumulative; of the layouts that have come.
    private var counts: [BucketLayout: [Int]] = [:]
    /// Of all layouts of the model; nil from where on a sum is not known.
    private(set) var sumMicroseconds: Int? = 0
    /// The time of the newest sample, in seconds since 1970 UTC.
    private var last: Int?

    mutating func add(_ histogram: Histogram) {
        for part in histogram.parts {
            counts[part.layout, default: Array(repeating: 0, count: part.layout.bucketCount)].add(part.counts)
        }
        sumMicroseconds = sumMicroseconds.flatMap { own in
            histogram.sumMicroseconds.map { own.addingReportingOverflow($0) }.flatMap { $1 ? nil : $0 }
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

    /// In the unit of the metric; nil for a sum that is not known. A layout that has not come yet has counted nothing.
    func value(of column: CounterSeries.Column, in layout: BucketLayout, _ unit: LatencyUnit) -> Double? {
        switch column {
        case .bucket(let index): counts[layout].map { Double($0[...index].clampedSum) } ?? 0
        case .count: counts[layout].map { Double($0.clampedSum) } ?? 0
        case .sum: sumMicroseconds.map(unit.value(microseconds:))
        }
    }
}

extension [Int] {
    fileprivate mutating func add(_ others: [Int]) {
        for place in indices { self[place] = self[place].addingClamped(others[place]) }
    }
}
