import Latency
import Questions
import Support

/// An export as OpenMetrics text (https://prometheus.io/docs/specs/om/open_metrics_spec/): cumulative counters that
/// start at 0 where the export does, with one sample at the end of each window, or of each hour where only hours are kept,
/// in the unit of the source.
///
/// Before the first window of a series, and after a stretch without it, its counters stand once more at the start of the
/// window, so that what they grow by lies in the window where it was counted. There is no place for qualities, nor for the
/// difference between no data and not collected.
///
/// A counter stands alone, under its metric's name; what has a mean alone is a summary, `_count` and `_sum`.
///
/// Series have the labels `source`, the source's own for the model, and those that it is kept by. Where two sources count
/// different series of one metric, that with a selector in its name has it as the label `selector`. All bucket layouts of a model but the first also
/// have `layout`, `2` and up: by `le` alone their counts must not be added. `_sum` is of all layouts together and stands
/// with the first; it ends where a sum is not known.
///
/// Names that older servers could not have, with dots for instance, are written in quotes, as Prometheus reads them since
/// 3.0: https://prometheus.io/docs/guides/utf8/
struct ExportOpenMetrics {
    static func write(_ reports: inout [ExportReport], to output: (String) throws -> Void) throws {
        // The sources of one metric together.
        reports.sort { left, right in
            let (left, right) = (left.source, right.source)
            return (left.bareMetric, left.metric) < (right.bareMetric, right.metric)
        }
        var metric: Name?
        for index in reports.indices {
            let source = reports[index].source
            if source.bareMetric != metric { try output(MetricFamily(source: source).head) }
            metric = source.bareMetric
            for series in reports[index].series { try write(series, of: &reports[index], to: output) }
        }
        try output("# EOF\n")
    }

    /// A metric of OpenMetrics must stand in one piece: every layout is a walk over all windows of its own.
    private static func write(
        _ series: SeriesKey, of report: inout ExportReport, to output: (String) throws -> Void
    ) throws {
        var layouts: [BucketLayout] = []
        var number = 0
        repeat {
            var counters = CumulativeSeries(source: report.source, series, layoutNumber: number)
            try report.forEachDay(series: series) { day in
                var text = ""
                for (times, value) in day.stretches {
                    for part in value.histogram.parts where !layouts.contains(part.layout) {
                        layouts.append(part.layout)
                    }
                    guard number < layouts.count else { continue }
                    try counters.add(value.histogram, layout: layouts[number], times, to: &text)
                }
                try output(text)
            }
            number += 1
        } while number < layouts.count
    }
}

/// What samples of a source's metric are called.
private struct MetricFamily {
    let source: SourceDescription

    /// The unit may only be told where the name ends in it, and a counter only where it ends in `_total`, without which the
    /// family goes by.
    var head: String {
        let total = "_total"
        let metric = source.bareMetric.text
        let isCounter = source.kind == .counter && metric.endsWith(total)
        let spelled = OpenMetricsName(isCounter ? String(metric.dropLast(total.count)) : metric).spelled
        let kind =
            switch source.kind {
            case .histogram: "histogram"
            case .mean: "summary"
            case .counter: isCounter ? "counter" : "unknown"
            }
        let unit = String(describing: source.unit)
        let isOfUnit = source.kind != .counter && metric.endsWith("_\(unit)")
        return "# TYPE \(spelled) \(kind)\n" + (isOfUnit ? "# UNIT \(spelled) \(unit)\n" : "")
    }

    /// The labels of a series, without what only its buckets have.
    func labels(of series: SeriesKey, layoutNumber: Int) -> String {
        var pairs = [("source", source.name.text), (source.modelLabel.text, series.model.text)]
        let own = source.labels + [source.classLabel].compactMap(\.self)
        pairs += zip(own, series.labels).map { ($0.text, $1.text) }
        if let selector = source.metricSelector { pairs.append(("selector", selector.text)) }
        if layoutNumber > 0 { pairs.append(("layout", String(layoutNumber + 1))) }
        return pairs.filter { !$1.isEmpty }.map {
            "\(OpenMetricsName($0).spelled)=\"\(LabelValue.escaped($1))\""
        }.joined(separator: ",")
    }
}

extension ExportedDay {
    /// When the windows or hours of the one series begin and end, in seconds since 1970 UTC, and what they have.
    fileprivate var stretches: [(ClosedRange<Int>, ModelWindow)] {
        windows.compactMap { window in window.models.first.map { (window.window.start...window.window.end, $0) } }
            + hours.compactMap { hour in hour.models.first.map { (hour.start...hour.last.end, $0) } }
    }
}

/// The counters of one bucket layout of one series.
private struct CumulativeSeries {
    private let source: SourceDescription
    private let model: Name
    private let labels: String
    private let isFirst: Bool
    /// By bucket, not cumulative.
    private var counts: [Int] = []
    private var sumMicroseconds: Int? = 0
    /// The time of the newest sample.
    private var last: Int?

    init(source: SourceDescription, _ series: SeriesKey, layoutNumber: Int) {
        self.source = source
        model = series.model
        labels = MetricFamily(source: source).labels(of: series, layoutNumber: layoutNumber)
        isFirst = layoutNumber == 0
    }

    /// One line: a series of the metric with its value at a time.
    private func line(_ ending: String, _ more: String, _ value: some CustomStringConvertible, _ time: Int)
        -> String
    {
        "\(OpenMetricsName(source.bareMetric.text + ending).series(labels + more)) \(value) \(time)\n"
    }

    /// Counts the requests of a stretch of time and writes the samples at its end.
    mutating func add(
        _ histogram: Histogram, layout: BucketLayout, _ times: ClosedRange<Int>, to text: inout String
    ) throws(CounterOverflow) {
        guard let part = histogram.parts.first(where: { $0.layout == layout }) else { return }
        if counts.isEmpty { counts = Array(repeating: 0, count: layout.bucketCount) }
        if last != times.lowerBound { write(layout, at: times.lowerBound, to: &text) }
        for bucket in counts.indices { counts[bucket] = counts[bucket].addingClamped(part.counts[bucket]) }
        if counts.clampedSum == .max { throw CounterOverflow(model: model) }
        sumMicroseconds = sumMicroseconds.flatMap { sum in
            histogram.sumMicroseconds.map { sum.addingReportingOverflow($0) }.flatMap { $1 ? nil : $0 }
        }
        last = times.upperBound
        write(layout, at: times.upperBound, to: &text)
    }

    private func write(_ layout: BucketLayout, at time: Int, to text: inout String) {
        if source.kind == .counter {
            text += line("", "", counts.clampedSum, time)
            return
        }
        var cumulative = 0
        for (bucket, count) in counts.enumerated() {
            cumulative = cumulative.addingClamped(count)
            if source.kind == .mean { continue }
            let bound = bucket < layout.upperBounds.count ? layout.upperBounds[bucket].description : "+Inf"
            text += line("_bucket", ",le=\"\(bound)\"", cumulative, time)
        }
        text += line("_count", "", cumulative, time)
        guard isFirst, let sumMicroseconds else { return }
        text += line("_sum", "", source.unit.value(microseconds: sumMicroseconds), time)
    }
}

/// A counter of an export that would be beyond what can be counted.
private struct CounterOverflow: ExplainedError {
    let model: Name

    var message: String { "requests of model \"\(model)\" add up to 2^63 or more: OpenMetrics has no such counters" }
    var hint: Hint? { "the format jsonl has every window by itself" }
}
