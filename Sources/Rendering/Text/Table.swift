/// Text in columns.
struct Table {
    enum Alignment { case left, right }

    struct Column {
        let title: String
        var alignment = Alignment.right
        /// Whether its texts may be shortened where the table is too wide.
        var shrinks = false
    }

    struct Cell: ExpressibleByStringLiteral {
        let text: String
        var style = TextStyle.plain

        init(_ text: String, style: TextStyle = .plain) {
            self.text = text
            self.style = style
        }

        init(stringLiteral text: String) { self.init(text) }
    }

    /// No column that shrinks gets narrower: a name must stay one that can be recognized.
    static let minimumShrunkWidth = 12
    private static let gap = "  "

    let columns: [Column]
    /// One cell for each column; what they hold is harmless already.
    let rows: [[Cell]]

    /// The header and the rows, within the terminal's width where the columns that shrink allow it.
    func lines(for terminal: Terminal) -> [String] {
        let widths = fittedWidths(terminal.width)
        let header = columns.map { Cell($0.title, style: .heading) }
        return ([header] + rows).map { row in
            line(row, widths: widths, terminal: terminal)
        }
    }

    private func fittedWidths(_ available: Int) -> [Int] {
        var widths = columns.indices.map { index in
            rows.reduce(DisplayWidth.of(columns[index].title)) { max($0, DisplayWidth.of($1[index].text)) }
        }
        let total = widths.reduce(0, +) + Table.gap.count * max(0, widths.count - 1)
        var excess = max(0, total - available)
        for index in columns.indices where columns[index].shrinks {
            let given = min(excess, max(0, widths[index] - Table.minimumShrunkWidth))
            widths[index] -= given
            excess -= given
        }
        return widths
    }

    private func line(_ row: [Cell], widths: [Int], terminal: Terminal) -> String {
        var result = ""
        for (index, cell) in row.enumerated() {
            if index > 0 { result += Table.gap }
            let text = Truncation.middle(of: cell.text, toWidth: widths[index])
            let padding = String(repeating: " ", count: widths[index] - DisplayWidth.of(text))
            let styled = terminal.styled(text, cell.style)
            switch columns[index].alignment {
            case .right: result += padding + styled
            // Nothing follows the last column that would need the blanks.
            case .left: result += index == row.count - 1 ? styled : styled + padding
            }
        }
        return result
    }
}
