import Questions

extension JSONWriter {
    /// An object's members from a row.
    mutating func members<Row>(_ columns: some Sequence<Column<Row>>, of row: Row, _ times: inout TimeTexts) {
        for column in columns {
            if let key = column.key { member(key, column.cell(row), &times) }
        }
    }

    mutating func member(_ key: StaticString, _ cell: Cell, _ times: inout TimeTexts) {
        switch cell {
        case .text(let text): member(key, text)
        case .word(let text, _): member(key, text)
        case .name(let name): member(key, name)
        case .model(let name): member(key, name)
        case .count(let number), .bytes(let number), .duration(let number): member(key, number)
        case .time(let time): member(key, time.map { times.text($0) })
        case .minutes(let seconds): member(key, digits: seconds.map(DecimalText.minutes))
        case .milliseconds(let value): member(key, twoDecimals: value)
        case .percentile(let percentile), .percentileOfRequests(let percentile):
            member(key, twoDecimals: percentile?.milliseconds)
        case .flag(let flag): member(key, digits: flag.map { $0 ? "true" : "false" })
        case .resolution(let resolution): if resolution != .window { member(key, resolution.name) }
        case .list(let texts): member(key, strings: texts)
        case .age, .bracket: break
        }
    }
}
