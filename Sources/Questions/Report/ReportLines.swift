/// The lines of a report's basis and the hash beside them, where no name of a model or mark can be taken for one.
///
/// Names stand above them, may be anything, and are escaped as the format wants it: in HTML no name makes a tag, in JSON none
/// an unescaped quotation mark; and in text and Markdown what comes last is the basis.
struct ReportLines {
    /// Oldest first, none where there are none.
    let lines: [Substring]
    /// What the report calls the hash of all counts; nil where it has none.
    let hash: Substring?

    init(document: String) {
        let text = document.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        (lines, hash) =
            switch text.first {
            case "{": Self.ofJSON(text)
            case "<": Self.ofHTML(text)
            default: Self.ofText(text)
            }
    }

    private typealias Found = (lines: [Substring], hash: Substring?)

    private static func isBasis(_ line: Substring) -> Bool { line.hasPrefix(ReportBasis.marker + " ") }

    /// Of the last line of some that has it.
    private static func hash(in lines: ArraySlice<Substring>) -> Substring? {
        let name = "sha256 "
        return lines.last { $0.hasPrefix(name) }?.dropFirst(name.count)
    }

    /// The last lines that follow one another, and the hash above them.
    private static func ofText(_ text: Substring) -> Found {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let last = lines.lastIndex(where: isBasis) else { return ([], nil) }
        let first = lines[...last].lastIndex { !isBasis($0) }.map { $0 + 1 } ?? 0
        return (Array(lines[first...last]), hash(in: lines[..<first]))
    }

    /// What is inside the last `<pre>`.
    private static func ofHTML(_ text: Substring) -> Found {
        let tag = text.split(separator: "<").last { $0.hasPrefix("pre>") }
        let lines = tag?.split { $0.isNewline || $0 == ">" } ?? []
        return (lines.filter(isBasis), hash(in: lines[...]))
    }

    /// The strings of the array with the key `basis`, and that with the key `sha256`.
    private static func ofJSON(_ text: Substring) -> Found {
        var (found, key, depth): (Found, Substring, Int) = (([], nil), "", 0)
        var rest = text
        while let character = rest.first {
            switch character {
            case "\"":
                let end = endOfString(rest)
                let string = rest[rest.index(after: rest.startIndex)..<end]
                rest = end < rest.endIndex ? rest[rest.index(after: end)...] : rest[end...]
                let isKey = rest.first { !$0.isWhitespace } == ":"
                switch (key, depth) {
                case (_, 1) where isKey: key = string
                case ("sha256", 1): found.hash = string
                case ("basis", 2) where !isKey: found.lines.append(string)
                default: break
                }
                continue
            case "{", "[": depth += 1
            case "}", "]": depth -= 1
            default: break
            }
            rest = rest.dropFirst()
        }
        return found
    }

    /// Where the string that begins here has its last quotation mark, or where all ends.
    private static func endOfString(_ text: Substring) -> Substring.Index {
        var place = text.index(after: text.startIndex)
        while place < text.endIndex, text[place] != "\"" {
            if text[place] == "\\" { place = text.index(after: place) }
            if place < text.endIndex { place = text.index(after: place) }
        }
        return place
    }
}
