import Latency
import Questions
import Support

/// An export as CSV, one row per model and window. A window that was collected and had no data is a row in which all
/// after the window's end is empty, but for the resolution; an unknown sum is empty, too. Where only hours are kept a row is
/// of an hour, by its end. Of several bucket layouts `le` and `counts` have one
/// list each, with `|` between them.
struct ExportCSV {
    let zone: Zone

    func write(_ reports: inout [ExportReport], to output: (String) throws -> Void) throws {
        let header = [
            "name", "metric", "window_end", "model", "quality", "requests", "sum_us", "le", "counts", "resolution",
        ]
        try output(CSVRendering.lines([header]))
        for index in reports.indices {
            let source = reports[index].source
            try reports[index].forEachDay { day in
                let windows = day.windows.flatMap { rows(of: $0.models, $0.window, .window, source) }
                let hours = day.hours.flatMap { rows(of: $0.models, $0.last, .hour, source) }
                try output(CSVRendering.lines(windows + hours))
            }
        }
    }

    private func rows(
        of models: [ModelWindow], _ last: Window, _ resolution: Resolution, _ source: ExportedSource
    ) -> [[String]] {
        let time = [source.name.text, source.metric.text, Timestamp.text(last.end, in: zone)]
        if models.isEmpty { return [time + Array(repeating: "", count: 6) + [resolution.name]] }
        return models.map { value in
            let parts = value.histogram.parts
            return time + [
                value.model.text, value.quality.name, String(value.histogram.requests),
                value.histogram.sumMicroseconds.map(String.init) ?? "",
                lists(parts) { $0.layout.upperBounds.map(DecimalText.shortest) },
                lists(parts) { $0.counts.map(String.init) }, resolution.name,
            ]
        }
    }

    private func lists(_ parts: [Histogram.Part], _ list: (Histogram.Part) -> [String]) -> String {
        parts.map { list($0).joined(separator: " ") }.joined(separator: "|")
    }
}
