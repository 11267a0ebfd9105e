/// A run's warnings as they are stored: one a line.
enum RunWarnings {
    /// A server that sends nothing but nonsense has one for every model.
    static let most = 20

    /// nil for none.
    static func text(_ warnings: [String]) -> String? {
        guard !warnings.isEmpty else { return nil }
        var lines = warnings.prefix(most).map { warning in
            warning.split(whereSeparator: \.isNewline).joined(separator: " ")
        }
        if warnings.count > most { lines.append("and \(warnings.count - most) more") }
        return lines.joined(separator: "\n")
    }

    static func list(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}
