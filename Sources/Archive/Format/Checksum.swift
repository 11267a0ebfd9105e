/// A short mark of a text, for telling a few texts apart without showing them.
package enum Checksum {
    /// The CRC-32 of its UTF-8, as eight hexadecimal digits: nobody can work a long text out from it.
    package static func text(of text: String) -> String {
        let digits = String(Array(text.utf8).withUnsafeBytes(CRC32.checksum), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
