import Latency
import Questions
import Support

/// Answers as CSV (RFC 4180): one header line, lines end in CR LF, unknown is an empty field.
///
/// Columns are named as the keys of the JSON. Names are the raw label values, also where a spreadsheet would take one for
/// a formula: programs read this, and a changed name would not be found again.
struct CSVRendering {
    let zone: Zone

    /// So many bytes are handed to a sink at once, and a few more.
    private static let pieceBytes = 64 << 10

    func write<Asked: TabularQuestion>(
        _ answer: Asked.Answer, to question: Asked.Type, sink: (UnsafeRawBufferPointer) -> Void
    ) {
        let columns = Asked.columns.filter { $0.key != nil }
        var times = TimeTexts(zone: zone)
        var text = Self.lines([columns.map { $0.key.map(String.init(describing:)) ?? "" }])
        for row in answer.rows {
            text += Self.line(columns.map { field($0.cell(row), &times) })
            if text.utf8.count >= Self.pieceBytes {
                text.withUTF8 { sink(UnsafeRawBufferPointer($0)) }
                text = ""
            }
        }
        text.withUTF8 { sink(UnsafeRawBufferPointer($0)) }
    }

    private func field(_ cell: Cell, _ times: inout TimeTexts) -> String {
        switch cell {
        case .text(let text): text ?? ""
        case .word(let text, _): text
        case .name(let name): name?.text ?? ""
        case .model(let name): name.text
        case .count(let number), .bytes(let number), .duration(let number): number.map(String.init) ?? ""
        case .time(let time): time.map { times.text($0) } ?? ""
        case .minutes(let seconds): seconds.map(DecimalText.minutes) ?? ""
        case .milliseconds(let value): value.flatMap(DecimalText.twoDecimals) ?? ""
        case .percentile(let percentile), .percentileOfRequests(let percentile):
            (percentile?.milliseconds).flatMap(DecimalText.twoDecimals) ?? ""
        case .flag(let flag): flag.map { $0 ? "true" : "false" } ?? ""
        case .resolution(let resolution): resolution.name
        case .list(let texts): texts.joined(separator: "; ")
        case .age, .bracket: ""
        }
    }

    static func document(header: [String], rows: [[String]]) -> String { lines([header] + rows) }

    static func lines(_ rows: [[String]]) -> String { rows.map(line).joined() }

    private static func line(_ fields: [String]) -> String { fields.map(quoted).joined(separator: ",") + "\r\n" }

    private static func quoted(_ text: String) -> String {
        let special: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n")]
        guard text.utf8.contains(where: special.contains) else { return text }
        return "\"" + text.replacingScalars("\"", with: "\"\"") + "\""
    }
}
