/// A pattern of names as a shell has it: `*` stands for any text, also none, `?` for one character, and a backslash takes
/// the next character as it is. It fits whole names, byte for byte.
package struct ShellPattern: Hashable, Sendable {
    package let text: String
    private let pieces: [Piece]

    private enum Piece: Hashable, Sendable {
        case any, one
        case scalar(Unicode.Scalar)
    }

    package init(_ text: String) {
        self.text = text
        var (pieces, isEscaped) = ([Piece](), false)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\" where !isEscaped:
                isEscaped = true
                continue
            case "*" where !isEscaped: if pieces.last != .any { pieces.append(.any) }
            case "?" where !isEscaped: pieces.append(.one)
            default: pieces.append(.scalar(scalar))
            }
            isEscaped = false
        }
        // One that escapes nothing is itself.
        self.pieces = pieces + (isEscaped ? [.scalar("\\")] : [])
    }

    /// A text as a pattern that fits it alone.
    package static func literal(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if ["*", "?", "\\"].contains(scalar) { result.append("\\") }
            result.append(scalar)
        }
        return String(result)
    }

    /// Every name.
    package static let all = ShellPattern("*")

    package func matches(_ name: Name) -> Bool {
        let scalars = Array(name.text.unicodeScalars)
        var (at, place) = (0, 0)
        // Where to go on if what follows the last * does not fit: it then takes one more.
        var retry: (at: Int, place: Int)?
        while place < scalars.count {
            switch at < pieces.count ? pieces[at] : nil {
            case .any:
                retry = (at + 1, place)
                at += 1
            case .one: (at, place) = (at + 1, place + 1)
            case .scalar(scalars[place]): (at, place) = (at + 1, place + 1)
            default:
                guard let last = retry else { return false }
                retry = (last.at, last.place + 1)
                (at, place) = (last.at, last.place + 1)
            }
        }
        return pieces[at...].allSatisfy { $0 == .any }
    }
}
