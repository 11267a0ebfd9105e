/// The forms that an answer comes in.
package enum OutputFormat: String, CaseIterable, Sendable {
    /// For people.
    case table
    /// For programs; the same bytes over HTTP, but for the indentation on a terminal.
    case json
    /// For spreadsheets and data frames: RFC 4180 with one header line.
    case csv
    /// Charts on a terminal; of a history alone.
    case plot
}
