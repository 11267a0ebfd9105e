/// A drawing in characters: each Unicode braille pattern (U+2800 to U+28FF) is a cell of two by four dots.
struct BrailleCanvas {
    static let dotsPerColumn = 2
    static let dotsPerRow = 4

    private let columns: Int
    private var rows: [[UInt8]]

    /// In characters.
    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = [[UInt8]](repeating: [UInt8](repeating: 0, count: columns), count: rows)
    }

    var dotsWide: Int { columns * Self.dotsPerColumn }
    var dotsHigh: Int { rows.count * Self.dotsPerRow }

    /// Sets the dots of one dot column from `bottom` to `top`, counted from the lowest.
    mutating func setDots(x: Int, from bottom: Int, to top: Int) {
        for y in bottom...top {
            let fromTop = dotsHigh - 1 - y
            let bit = Self.bits[fromTop % Self.dotsPerRow][x % Self.dotsPerColumn]
            rows[fromTop / Self.dotsPerRow][x / Self.dotsPerColumn] |= bit
        }
    }

    /// From top to bottom; an empty cell is a space.
    var lines: [String] {
        rows.map { row in
            var line = String.UnicodeScalarView()
            for bits in row { line.append(bits == 0 ? " " : Unicode.Scalar(0x2800 + UInt32(bits)) ?? " ") }
            return String(line)
        }
    }

    /// The bit of each dot, by row from the top and column from the left, as Unicode numbers them.
    private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
}
