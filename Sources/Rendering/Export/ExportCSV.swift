import Latency
import Questions
import Support

/// An export as CSV, one row per model and window. A window that was collected and had no data is a row in which all
/// after the window's end is empty, but for the resolution; an unknown sum is empty, too. Where only hours are kept a row is
/// of an hour, by its end. Of several bucket layouts `le` and `counts` have one
/// list each, with `|` between them.
///
/// Where a source says something of it, the last columns are its `measure` and `kind` and, for every label that one of the
/// sources has, `labels_NAME`.
struct ExportCSV {
    let zone: Zone

    func write(_ reports: inout [ExportReport], to output: (String) throws -> Void) throws {
        let header = [
            "name", "metric", "window_end", "model", "quality", "requests", "sum_us", "le", "counts", "resolution",
        ]
        let further = FurtherColumns(reports.map(\.source))
        try output(CSVRendering.lines([header + further.names]))
        for index in reports.indices {
            let source = reports[index].source
            try reports[index].forEachDay { day in
                let windows = day.windows.flatMap { rows(of: $0.models, $0.window, .window, source, further) }
                let hours = day.hours.flatMap { rows(of: $0.models, $0.last, .hour, source, further) }
                try output(CSVRendering.lines(windows + hours))
            }
        }
    }

    private func rows(
        of models: [ModelWindow], _ last: Window, _ resolution: Resolution, _ source: SourceDescription,
        _ further: FurtherColumns
    ) -> [[String]] {
        let time = [source.name.text, source.metric.text, Timestamp.text(last.end, in: zone)]
        if models.isEmpty {
            return [time + Array(repeating: "", count: 6) + [resolution.name] + further.values(of: source, nil)]
        }
        return models.map { value in
            let parts = value.histogram.parts
            return time + [
                value.model.text, value.quality.name, String(value.histogram.requests),
                value.histogram.sumMicroseconds.map(String.init) ?? "",
                lists(parts) { $0.layout.upperBounds.map(DecimalText.shortest) },
                lists(parts) { $0.counts.map(String.init) }, resolution.name,
            ] + further.values(of: source, value.series)
        }
    }

    private func lists(_ parts: [Histogram.Part], _ list: (Histogram.Part) -> [String]) -> String {
        parts.map { list($0).joined(separator: " ") }.joined(separator: "|")
    }
}

/// The columns that an export has only where one of its sources says something in them.
private struct FurtherColumns {
    private let hasMeasures: Bool
    private let hasKinds: Bool
    /// In the order in which sources have them.
    private var labels: [Name] = []

    init(_ sources: [SourceDescription]) {
        hasMeasures = sources.contains { $0.measure != nil }
        hasKinds = sources.contains { $0.kind != .histogram }
        for label in sources.flatMap(\.seriesLabels) where !labels.contains(label) { labels.append(label) }
    }

    var names: [String] {
        (hasMeasures ? ["measure"] : []) + (hasKinds ? ["kind"] : []) + labels.map { "labels_\($0)" }
    }

    /// - Parameter series: nil where there is none.
    func values(of source: SourceDescription, _ series: SeriesKey?) -> [String] {
        let own = Dictionary(zip(source.seriesLabels, series?.labels ?? [])) { first, _ in first }
        return (hasMeasures ? [source.measure?.text ?? ""] : []) + (hasKinds ? [source.kind.rawValue] : [])
            + labels.map { own[$0]?.text ?? "" }
    }
}
