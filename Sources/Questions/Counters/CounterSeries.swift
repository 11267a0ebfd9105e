import Archive
import Latency

/// A cumulative counter as the archive has it, under the metric's own name, as `archive export --format openmetrics` writes it.
package struct CounterSeries: Sendable {
    package struct Label: Comparable, Sendable {
        package let name, value: String

        /// Prometheus' order: by bytes.
        package static func < (left: Label, right: Label) -> Bool {
            if left.name != right.name { return left.name.utf8.lexicographicallyPrecedes(right.name.utf8) }
            return left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
        }
    }

    /// One of the series of a histogram.
    enum Column: Hashable, Sendable {
        /// Up to the bucket with this index.
        case bucket(Int)
        case count
        case sum
    }

    /// In the order of their names; `__name__` is one of them.
    package let labels: [Label]
    /// How many samples it has in the time that is asked for: see `CounterLimits.countsExactly`.
    package let sampleCount: Int
    let track: CounterTrack.Key
    let layout: BucketLayout
    let column: Column
}

/// A value of a counter. Times are milliseconds since 1970 UTC.
package struct CounterSample: Equatable, Sendable {
    package let time: Int
    package let value: Double

    package init(time: Int, value: Double) { (self.time, self.value) = (time, value) }
}

/// Keeps the samples of a series as they come, in the form in which they are wanted.
package protocol SampleCollector {
    /// - Parameter capacity: how many are expected.
    init(capacity: Int)
    mutating func append(_ sample: CounterSample)
}

extension CounterSeries {
    /// The series of one histogram that are asked for.
    ///
    /// - Parameter number: the layout's, from 1 on; by `le` alone, counts of different layouts must not be added.
    static func all(
        of track: CounterTrack.Key, in source: SourceDescription, _ layout: BucketLayout, number: Int,
        samples: CounterSurvey.SampleCounts, for request: CounterRequest
    ) -> [CounterSeries] {
        columns(of: layout, source, isFirst: number == 1).compactMap { column in
            let labels = Self.labels(of: track, in: source, layout, number, column)
            let isAskedFor = request.matchers.allSatisfy { matcher in
                matcher.admits(labels.first { $0.name == matcher.label }?.value ?? "")
            }
            let count = column == .sum ? samples.sums : samples.all
            guard isAskedFor, count > 0 else { return nil }
            return CounterSeries(labels: labels, sampleCount: count, track: track, layout: layout, column: column)
        }
    }

    /// The names of metrics that a source has.
    static func names(in source: SourceDescription) -> [String] {
        let metric = source.bareMetric.text
        return source.kind == .counter ? [metric] : ["bucket", "count", "sum"].map { "\(metric)_\($0)" }
    }

    private static func columns(of layout: BucketLayout, _ source: SourceDescription, isFirst: Bool) -> [Column] {
        switch source.kind {
        case .counter: [.count]
        case .mean: [.count] + (isFirst ? [.sum] : [])
        case .histogram: (0..<layout.bucketCount).map(Column.bucket) + [.count] + (isFirst ? [.sum] : [])
        }
    }

    private static func labels(
        of track: CounterTrack.Key, in source: SourceDescription, _ layout: BucketLayout, _ number: Int,
        _ column: Column
    ) -> [Label] {
        let metric = source.bareMetric.text
        var pairs = [("source", source.name.text), (source.modelLabel.text, track.series.model.text)]
        pairs += zip(source.seriesLabels, track.series.labels).map { ($0.text, $1.text) }
        if number > 1 { pairs.append(("layout", String(number))) }
        // Two measures of one metric are told apart by more than its name.
        if metric != source.metric.text { pairs.append(("measure", (source.measure ?? source.metric).text)) }
        switch column {
        case .bucket(let index):
            let bounds = layout.upperBounds
            pairs.append(("le", index < bounds.count ? bounds[index].description : "+Inf"))
            pairs.append(("__name__", metric + "_bucket"))
        case .count: pairs.append(("__name__", source.kind == .counter ? metric : metric + "_count"))
        case .sum: pairs.append(("__name__", metric + "_sum"))
        }
        return pairs.filter { !$1.isEmpty }.map(Label.init).sorted()
    }
}
