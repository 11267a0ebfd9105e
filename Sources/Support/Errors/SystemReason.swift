import Glibc

/// The system's reasons as parts of a message.
package enum SystemReason {
    /// `ENOENT`: `no such file or directory`. Abbreviations such as `I/O` stay.
    package static func text(_ number: Int32) -> String { lowered(String(cString: strerror(number))) }

    /// `Connection refused` as a message's part: `connection refused`. Abbreviations such as `SSL` stay.
    package static func lowered(_ text: String) -> String {
        guard let second = text.dropFirst().first, second.isLowercase || second == " " else { return text }
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
