import Latency
import Questions
import Support

/// A part of a report: rows as people read them, and as JSON.
struct ReportTable {
    let title: String
    let key: StaticString
    let table: Table
    /// How many of its columns say what a row is of.
    let names: Int
    /// What stands below it.
    let remarks: [String]
    let writeJSON: (inout JSONWriter) -> Void

    var isEmpty: Bool { table.rows.isEmpty }

    /// - Parameters:
    ///   - columns: those of JSON.
    ///   - shown: those that people read, where they are others.
    ///   - sorted: in which order people read the rows; JSON has them as they come.
    init<Row>(
        _ title: String, key: StaticString, _ columns: [Column<Row>], shown: [Column<Row>]? = nil, names: Int = 1,
        _ rows: [Row], sorted: [Row]? = nil, remarks: [String] = [], _ cells: ReportCells
    ) {
        (self.title, self.key, self.names, self.remarks) = (title, key, names, remarks)
        // It is divided by no labels.
        let titled = (shown ?? columns).filter { if case .labels = $0.shape { false } else { $0.title != nil } }
        table = Table(
            columns: titled.map { Table.Column($0) },
            rows: (sorted ?? rows).map { row in titled.map { cells.cell($0.cell(row)) } })
        writeJSON = { json in
            var times = TimeTexts(zone: cells.zone)
            let members = JSONMember.tree(of: columns, labels: [])
            json.member(key, arrayOf: rows) { json, row in json.members(members, of: row, &times) }
        }
    }
}

/// Cells as a customer reads them.
struct ReportCells {
    let zone: Zone
    /// What models are called.
    let rules: [ModelRule]

    func model(_ name: Name) -> String {
        rules.rule(of: name)?.displayName.map { TerminalText.harmless($0) } ?? TerminalText.modelName(name)
    }

    func cell(_ cell: Cell) -> Table.Cell {
        switch cell {
        case .model(let name): Table.Cell(model(name))
        case .fractions(let low?, let high?): Table.Cell(Self.range(low, high))
        default: Table.Cell(cell) { PageTime(zone).full($0) }
        }
    }

    /// In percent with two decimals, rounded outwards.
    private static func range(_ low: Int, _ high: Int) -> String {
        func text(_ millionths: Int, _ rule: FloatingPointRoundingRule) -> String {
            DecimalText.percent(millionths: Int((Double(millionths) / 100).rounded(rule)) * 100)
        }
        // Exact shares differ only in what the sixth decimal was rounded to; what is not whole never looks so.
        if high - low <= 1 { return text(low, .down) }
        return "\(text(low, .down).dropLast(2)) to \(text(high, .up))"
    }
}
