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

    /// No column that shrinks gets narrower: a name must stay one that can be recognized. Where a terminal breaks the
    /// lines even so, and does not by the second, that is better.
    private static let shrunkWidths = [12, 7]
    private static let gap = "  "

    let columns: [Column]
    /// One cell for each column; what they hold is harmless already.
    let rows: [[Cell]]

    /// The header and the rows, within the terminal's width where the columns that shrink allow it.
    func lines(for terminal: Terminal) -> [String] {
        let widths = fittedWidths(terminal)
        let header = columns.map { Cell($0.title, style: .heading) }
        return ([header] + rows).map { row in
            line(row, widths: widths, terminal: terminal)
        }
    }

    /// What the widest text of each column takes.
    private var fullWidths: [Int] {
        columns.indices.map { index in
            rows.reduce(DisplayWidth.of(columns[index].title)) { max($0, DisplayWidth.of($1[index].text)) }
        }
    }

    private static func total(_ widths: [Int]) -> Int {
        widths.reduce(0, +) + gap.count * max(0, widths.count - 1)
    }

    /// Whether its lines break at that width, or names would be shortened to few characters.
    func isTooWide(for terminal: Terminal) -> Bool {
        let widths = zip(columns, fullWidths).map { $0.shrinks ? min($1, Table.shrunkWidths[0]) : $1 }
        return Table.total(widths) > terminal.width
    }

    /// The same in several tables, one below the other, where one does not fit on the terminal.
    func linesInParts(for terminal: Terminal) -> [String] {
        guard terminal.isTerminal, Table.total(fittedWidths(terminal)) > terminal.width else {
            return lines(for: terminal)
        }
        let names = max(1, columns.prefix(while: \.shrinks).count)
        return Array(parts(for: terminal, names: names).map { $0.lines(for: terminal) }.joined(separator: [""]))
    }

    private func fittedWidths(_ terminal: Terminal) -> [Int] {
        let usual = widths(within: terminal.width, shrunkTo: Table.shrunkWidths[0])
        if !terminal.isTerminal || Table.total(usual) <= terminal.width { return usual }
        let least = widths(within: terminal.width, shrunkTo: Table.shrunkWidths[1])
        return Table.total(least) <= terminal.width ? least : usual
    }

    private func widths(within available: Int, shrunkTo least: Int) -> [Int] {
        var widths = fullWidths
        var excess = max(0, Table.total(widths) - available)
        for index in columns.indices where columns[index].shrinks {
            let given = min(excess, max(0, widths[index] - least))
            widths[index] -= given
            excess -= given
        }
        return widths
    }

    /// The same in several, one below the other, each with the leading columns that say what a row is of: where one would be too wide.
    ///
    /// - Parameter names: how many columns those are.
    func parts(for terminal: Terminal, names: Int) -> [Table] {
        let leading = columns.indices.prefix(names)
        var (parts, place): ([[Int]], Int) = ([], names)
        while place < columns.count {
            var part = Array(leading)
            repeat {
                part.append(place)
                place += 1
            } while place < columns.count && !reduced(to: part + [place]).isTooWide(for: terminal)
            parts.append(part)
        }
        return parts.count > 1 ? parts.map(reduced) : [self]
    }

    private func reduced(to places: [Int]) -> Table {
        Table(columns: places.map { columns[$0] }, rows: rows.map { row in places.map { row[$0] } })
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
