/// The lines of a report's basis, where no name of a model or mark can be taken for one.
///
/// Names stand above them, may be anything, and are escaped as the format wants it: in HTML no name makes a tag, in JSON none
/// an unescaped quotation mark; and in text and Markdown what comes last is the basis.
struct ReportLines {
    /// Oldest first, none where there are none.
    let lines: [Substring]

    init(document: String) {
        let text = document.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        lines =
            switch text.first {
            case "{": Self.ofJSON(text)
            case "<": Self.ofHTML(text)
            default: Self.ofText(text)
            }
    }

    private static func isBasis(_ line: Substring) -> Bool { line.hasPrefix(ReportBasis.marker + " ") }

    /// The last lines that follow one another.
    private static func ofText(_ text: Substring) -> [Substring] {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let last = lines.lastIndex(where: isBasis) else { return [] }
        let first = lines[...last].lastIndex { !isBasis($0) }.map { $0 + 1 } ?? 0
        return Array(lines[first...last])
    }

    /// What is inside the last `<pre>`.
    private static func ofHTML(_ text: Substring) -> [Substring] {
        let tag = text.split(separator: "<").last { $0.hasPrefix("pre>") }
        return tag?.split(whereSeparator: { $0.isNewline || $0 == ">" }).filter(isBasis) ?? []
    }

    /// The strings of the array with the key `basis`.
    private static func ofJSON(_ text: Substring) -> [Substring] {
        var (strings, isBasis, depth) = ([Substring](), false, 0)
        var rest = text
        while let character = rest.first {
            switch character {
            case "\"":
                let end = endOfString(rest)
                let string = rest[rest.index(after: rest.startIndex)..<end]
                rest = end < rest.endIndex ? rest[rest.index(after: end)...] : rest[end...]
                let isKey = rest.first { !$0.isWhitespace } == ":"
                if isKey, depth == 1 { isBasis = string == "basis" }
                if isBasis, !isKey, depth == 2 { strings.append(string) }
                continue
            case "{", "[": depth += 1
            case "}", "]": depth -= 1
            default: break
            }
            rest = rest.dropFirst()
        }
        return strings
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
