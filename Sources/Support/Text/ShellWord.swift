/// Texts as words of a POSIX shell's command line.
package enum ShellWord {
    /// The text as one word, quoted where it must be.
    package static func quoted(_ text: String) -> String {
        if !text.isEmpty, text.utf8.allSatisfy(isPlain) { return text }
        return "'" + text.replacingScalars("'", with: "'\\''") + "'"
    }

    /// The words of a line, without their quotes. Expansions are left as they stand; an open quote ends with the line.
    package static func split(_ line: some StringProtocol) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Unicode.Scalar?
        var rest = String(line).unicodeScalars[...]
        while let next = rest.popFirst() {
            switch (next, quote) {
            case ("\\", nil), ("\\", "\""): word = (word ?? "") + (rest.popFirst().map { String($0) } ?? "")
            case ("'", nil), ("\"", nil): (quote, word) = (next, word ?? "")
            case (_, let open?) where next == open: quote = nil
            case (" ", nil), ("\t", nil):
                if let word { words.append(word) }
                word = nil
            default: word = (word ?? "") + String(next)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "/._:=@,+-".utf8.contains(byte)
        }
    }
}
