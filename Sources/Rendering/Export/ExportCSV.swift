import Latency
import Reports

/// An export as CSV, one row per model and window. A window that was collected and had no data is a row in which all
/// after the window's end is empty; an unknown sum is empty, too. Of several bucket layouts `le` and `counts` have one
/// list each, with `|` between them.
struct ExportCSV {
    let zone: Zone

    func write(_ reports: [ExportReport], to output: (String) throws -> Void) throws {
        let header = ["name", "metric", "window_end", "model", "quality", "requests", "sum_us", "le", "counts"]
        try output(CSVRendering.document(header: header, rows: []))
        for report in reports {
            try report.forEachDay { windows in
                try output(CSVRendering.lines(windows.flatMap { rows(of: $0, report.source) }))
            }
        }
    }

    private func rows(of collected: CollectedWindow, _ source: ExportedSource) -> [[String]] {
        let window = [source.name, source.metric, Timestamp.text(collected.window.end, in: zone)]
        if collected.models.isEmpty { return [window + Array(repeating: "", count: 6)] }
        return collected.models.map { value in
            let parts = value.histogram.parts
            return window + [
                value.model, value.quality.name, String(value.histogram.requests),
                value.histogram.sumMicroseconds.map(String.init) ?? "",
                lists(parts) { $0.layout.upperBounds.map(DecimalText.shortest) },
                lists(parts) { $0.counts.map(String.init) },
            ]
        }
    }

    private func lists(_ parts: [Histogram.Part], _ list: (Histogram.Part) -> [String]) -> String {
        parts.map { list($0).joined(separator: " ") }.joined(separator: "|")
    }
}
