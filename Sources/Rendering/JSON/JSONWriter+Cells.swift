import Latency
import Questions

extension JSONWriter {
    /// An object's members from a row.
    mutating func members<Row>(_ columns: some Sequence<Column<Row>>, of row: Row, _ times: inout TimeTexts) {
        for column in columns {
            if let key = column.key { member(key, column.cell(row), &times) }
        }
    }

    mutating func members<Row>(_ members: [JSONMember<Row>], of row: Row, _ times: inout TimeTexts) {
        for place in members.indices {
            switch members[place] {
            case .value(let key, let column): member(key, column.cell(row), &times)
            case .labels(let names, let column):
                guard case .labels(let values) = column.cell(row) else { continue }
                labels(names, values)
            case .objects(let key, let keys, let column):
                guard case .objects(let objects) = column.cell(row) else { continue }
                member(key, arrayOf: objects) { json, cells in
                    for (key, cell) in zip(keys, cells) { json.member(key, cell, &times) }
                }
            case .object(let key, let hasObject, let inside):
                if let hasObject, !hasObject(row) {
                    member(key, nil as String?)
                } else {
                    member(key, object: { $0.members(inside, of: row, &times) })
                }
            }
        }
    }

    mutating func labels(_ names: [Name], _ values: [Name]) {
        member(
            "labels",
            object: { json in for (name, value) in zip(names, values) { json.member(named: name, value) } })
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
        case .fraction(let millionths): member(key, digits: millionths.map(DecimalText.millionths))
        case .hours(let hours): member(key, digits: DecimalText.hours(hours))
        case .counts(let counts):
            member(
                key,
                object: { json in
                    for (name, count) in counts.sorted(by: { $0.key < $1.key }) { json.member(named: name, count) }
                })
        case .rate(let value): member(key, twoDecimals: value)
        case .day, .end, .age, .span, .bracket, .share, .labels, .objects, .fractions: break
        }
    }
}
