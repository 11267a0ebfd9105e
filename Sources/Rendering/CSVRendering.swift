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
        let columns = (answer.columns ?? Asked.columns).filter { $0.key != nil }
        let isFlat = columns.allSatisfy { if case .value = $0.shape { true } else { false } }
        var times = TimeTexts(zone: zone)
        var text = Self.lines([columns.flatMap { Self.names(of: $0, labels: answer.labelNames) }])
        for row in answer.rows {
            let fields =
                isFlat
                ? columns.map { field($0.cell(row), &times) }
                : columns.flatMap { self.fields($0.cell(row), of: $0, labels: answer.labelNames.count, &times) }
            Self.append(fields, to: &text)
            if text.utf8.count >= Self.pieceBytes {
                text.withUTF8 { sink(UnsafeRawBufferPointer($0)) }
                text = ""
            }
        }
        text.withUTF8 { sink(UnsafeRawBufferPointer($0)) }
    }

    /// What the header calls a column: as the keys of the JSON, those of nested objects joined.
    private static func names<Row>(of column: Column<Row>, labels: [Name]) -> [String] {
        let name = (column.path + [column.key].compactMap(\.self)).map(\.description).joined(separator: "_")
        return switch column.shape {
        case .value: [name]
        case .labels: labels.map { "\(name)_\($0)" }
        case .objects(let keys): keys.map { "\(name)_\($0)" }
        }
    }

    /// - Parameter labels: how many the answer is divided by.
    private func fields<Row>(
        _ cell: Cell, of column: Column<Row>, labels: Int, _ times: inout TimeTexts
    ) -> [String] {
        switch (column.shape, cell) {
        case (.labels, .labels(let values)): return labels == 0 ? [] : values.map(\.text)
        case (.objects(let keys), .objects(let objects)):
            var fields: [String] = []
            for place in keys.indices {
                fields.append(objects.map { field($0[place], &times) }.joined(separator: "; "))
            }
            return fields
        default: return [field(cell, &times)]
        }
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
        case .fraction(let millionths): millionths.map(DecimalText.millionths) ?? ""
        case .hours(let hours): DecimalText.hours(hours)
        case .counts(let counts): Self.text(of: counts)
        case .rate(let value): value.flatMap(DecimalText.twoDecimals) ?? ""
        case .day, .end, .age, .span, .bracket, .share, .labels, .objects, .fractions: ""
        }
    }

    static func text(of counts: [Name: Int]) -> String {
        counts.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: "; ")
    }

    static func document(header: [String], rows: [[String]]) -> String { lines([header] + rows) }

    static func lines(_ rows: [[String]]) -> String {
        var text = ""
        for row in rows { append(row, to: &text) }
        return text
    }

    /// A line.
    private static func append(_ fields: [String], to text: inout String) {
        for place in fields.indices {
            if place > 0 { text += "," }
            append(fields[place], to: &text)
        }
        text += "\r\n"
    }

    /// In quotes where it must be.
    private static func append(_ field: String, to text: inout String) {
        if field.utf8.contains(where: isSpecial) {
            text += "\"" + field.replacingScalars("\"", with: "\"\"") + "\""
        } else {
            text += field
        }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\n")
    }
}
