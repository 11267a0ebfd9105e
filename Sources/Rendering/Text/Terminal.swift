/// What is known of the place that text is printed to.
package struct Terminal: Hashable, Sendable {
    /// Where nothing tells how wide it is.
    package static let usualWidth = 80

    package let isTerminal: Bool
    /// In columns.
    package let width: Int
    package let hasColor: Bool

    package init(isTerminal: Bool, width: Int, hasColor: Bool) {
        self.isTerminal = isTerminal
        self.width = width
        self.hasColor = hasColor
    }

    /// A file, a pipe or a socket.
    package static let none = Terminal(isTerminal: false, width: usualWidth, hasColor: false)

    /// Text in a style; as it is where there is no colour.
    func styled(_ text: String, _ style: TextStyle) -> String {
        guard hasColor, let code = style.code else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}

/// How text stands out on a terminal with colour.
enum TextStyle: Sendable {
    case plain, heading, good, warning, bad

    /// The parameter of the SGR sequence that switches it on.
    fileprivate var code: String? {
        switch self {
        case .plain: nil
        case .heading: "1"
        case .good: "32"
        case .warning: "33"
        case .bad: "31"
        }
    }
}
