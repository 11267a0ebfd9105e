/// Signs that mean something to whoever reads a text are looked for among its Unicode scalars. Among its `Character`s they
/// hide: a quotation mark with an accent behind it is another character than the mark, and CR LF is one of its own.
extension StringProtocol {
    /// The text with something else in place of every such run of scalars, from the left.
    package func replacingScalars(_ old: String, with new: String) -> String {
        let (old, new) = (Array(old.utf8), Array(new.utf8))
        let bytes = Array(utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if !old.isEmpty, bytes[index...].starts(with: old) {
                result += new
                index += old.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The pieces between the separators, empty ones included; at most `most` of them, the last then has the rest.
    package func pieces(by separator: Unicode.Scalar, most: Int = .max) -> [String] {
        String(self).unicodeScalars.split(separator: separator, maxSplits: most - 1, omittingEmptySubsequences: false)
            .map { String($0) }
    }

    /// Whether it begins with the same bytes.
    package func beginsWith(_ other: String) -> Bool { utf8.starts(with: other.utf8) }

    /// Whether the same bytes are somewhere in it: told in a hundredth of the time that looking for characters takes.
    package func hasBytes(of other: String) -> Bool {
        let (bytes, other) = (Array(utf8), Array(other.utf8))
        guard bytes.count >= other.count else { return false }
        return (0...bytes.count - other.count).contains { bytes[$0...].starts(with: other) }
    }

    /// Whether it ends with the same bytes.
    package func endsWith(_ other: String) -> Bool { utf8.reversed().starts(with: other.utf8.reversed()) }
}
