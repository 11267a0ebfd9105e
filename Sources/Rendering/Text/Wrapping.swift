/// Breaks long texts into lines.
enum Wrapping {
    /// The text in lines of at most `width` columns, every one indented; a word that is longer has a line for itself and
    /// is not cut, so that a URL stays whole.
    static func lines(of text: String, width: Int, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var (line, used) = ("", 0)
        for word in text.split(separator: " ") {
            let length = DisplayWidth.of(String(word))
            if used > 0, indent + used + 1 + length > width {
                lines.append(margin + line)
                (line, used) = ("", 0)
            }
            line += used > 0 ? " \(word)" : String(word)
            used += (used > 0 ? 1 : 0) + length
        }
        return used > 0 ? lines + [margin + line] : lines
    }
}
