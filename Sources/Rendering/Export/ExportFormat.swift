import Questions
import Support

/// The forms that an export comes in.
package enum ExportFormat: String, CaseIterable, Sendable {
    /// One JSON object a line: what `archive import` takes.
    case jsonl
    /// For spreadsheets and data frames: RFC 4180 with one header line.
    case csv
    /// For `promtool tsdb create-blocks-from openmetrics`.
    case openmetrics

    /// Writes all of an export, piece by piece.
    package func write(_ reports: inout [ExportReport], in zone: Zone, to output: (String) throws -> Void) throws {
        switch self {
        case .jsonl: try ExportLines(zone: zone).write(&reports, to: output)
        case .csv: try ExportCSV(zone: zone).write(&reports, to: output)
        case .openmetrics: try ExportOpenMetrics.write(&reports, to: output)
        }
    }
}
