import Questions
import Support

/// A part of a report: rows as people read them, and as JSON.
struct ReportTable {
    let title: String
    let key: StaticString
    let table: Table
    let writeJSON: (inout JSONWriter) -> Void

    var isEmpty: Bool { table.rows.isEmpty }

    init<Row>(_ title: String, key: StaticString, _ columns: [Column<Row>], _ rows: [Row], zone: Zone) {
        (self.title, self.key) = (title, key)
        let titled = columns.filter { $0.title != nil }
        table = Table(
            columns: titled.map { Table.Column($0) },
            rows: rows.map { row in
                titled.map { column in Table.Cell(column.cell(row)) { Self.time($0, in: zone) } }
            })
        writeJSON = { json in
            var times = TimeTexts(zone: zone)
            let members = JSONMember.tree(of: columns, labels: [])
            json.member(key, arrayOf: rows) { json, row in json.members(members, of: row, &times) }
        }
    }

    private static func time(_ seconds: Int, in zone: Zone) -> String { PageTime(zone).full(seconds) }
}
