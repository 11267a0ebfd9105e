/// Makes texts narrower.
enum Truncation {
    /// The text with its middle replaced by `…` where it is wider than `width` columns: names of models differ at their
    /// ends (`…-instruct`) as much as at their beginnings. A wide character that only half fits is left out.
    static func middle(of text: String, toWidth width: Int) -> String {
        guard DisplayWidth.of(text) > width else { return text }
        let room = max(0, width - 1)
        let head = prefix(of: text, toWidth: (room + 1) / 2)
        let tail = prefix(of: text.reversed(), toWidth: room / 2)
        return String(head) + "…" + String(tail.reversed())
    }

    private static func prefix(of characters: some Sequence<Character>, toWidth width: Int) -> [Character] {
        var taken: [Character] = []
        var used = 0
        for character in characters {
            used += DisplayWidth.of(character)
            if used > width { break }
            taken.append(character)
        }
        return taken
    }
}
