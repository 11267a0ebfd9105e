/// Makes texts shorter for those who read only so many bytes; see `Truncation` for those who see only so many columns.
enum ByteLimit {
    /// The text with its middle replaced by `…` where it has more UTF-8 bytes than that. A scalar that only half fits is
    /// left out.
    static func middle(of text: String, toBytes most: Int) -> String {
        guard text.utf8.count > most else { return text }
        let room = max(0, most - "…".utf8.count)
        let head = prefix(of: text.unicodeScalars, toBytes: (room + 1) / 2)
        let tail = prefix(of: text.unicodeScalars.reversed(), toBytes: room / 2)
        var result = String.UnicodeScalarView(head)
        result.append("…")
        result.append(contentsOf: tail.reversed())
        return String(result)
    }

    private static func prefix(of scalars: some Sequence<Unicode.Scalar>, toBytes most: Int) -> [Unicode.Scalar] {
        var taken: [Unicode.Scalar] = []
        var used = 0
        for scalar in scalars {
            used += UTF8.width(scalar)
            if used > most { break }
            taken.append(scalar)
        }
        return taken
    }
}
