import Support

/// The bytes of a YAML file: what may not be in them at all.
enum YAMLText {
    static let maximumBytes = 1 << 20

    /// The first thing that is wrong with them; nil for text.
    static func mistake(in bytes: [UInt8], file: String) -> YAMLMistake? {
        let start = YAMLPosition(file: file, line: 1, column: 1)
        guard bytes.count <= maximumBytes else { return YAMLMistake(start, "the file is larger than 1 MiB") }
        var (line, column, wasReturn) = (1, 1, false)
        var decoder = UTF8()
        var rest = bytes.makeIterator()
        while true {
            let position = YAMLPosition(file: file, line: line, column: column)
            switch decoder.decode(&rest) {
            case .emptyInput: return nil
            case .error: return YAMLMistake(position, "this is not UTF-8")
            case .scalarValue(let scalar):
                // A mark of the byte order is no column.
                if scalar == "\u{FEFF}", line == 1, column == 1 { continue }
                if let name = refused(scalar) { return YAMLMistake(position, "\(name) is not allowed here") }
                switch scalar {
                case "\n" where wasReturn: break
                case "\n", "\r": (line, column) = (line + 1, 1)
                default: column += 1
                }
                wasReturn = scalar == "\r"
            }
        }
    }

    /// The name of a character that no YAML file may hold unescaped, or that editors and YAML count lines by differently.
    private static func refused(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "\t", "\n", "\r", " "..."~", "\u{A0}"..."\u{2027}", "\u{202A}"..."\u{FEFE}", "\u{FF00}"..."\u{FFFD}",
            "\u{10000}"...:
            return nil
        case "\0": return "a zero byte"
        default:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "the character U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
    }
}
