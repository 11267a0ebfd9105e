/// A part of a whole, above 0 and below 1, as people write it: `99.9%` or `0.999`. Exact to a millionth, so that counts can
/// be held against it without rounding.
package struct Share: Hashable, Sendable {
    package let millionths: Int

    /// Of 1.
    package var fraction: Double { Double(millionths) / 1e6 }

    /// Refuses (nil) what is no plain decimal number, more than a millionth can hold, and what is not between 0 and 1.
    package init?(_ text: String) {
        let isPercent = text.utf8.last == UInt8(ascii: "%")
        let parts = text.utf8.dropLast(isPercent ? 1 : 0).split(
            separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let places = isPercent ? 4 : 6
        let digits = parts.count == 2 ? Array(parts[1]) : []
        guard let whole = parts.first, 1...3 ~= whole.count, digits.count <= places,
            parts.count == 1 || !digits.isEmpty, (whole + digits).allSatisfy({ 0x30...0x39 ~= $0 })
        else { return nil }
        let padded = Array(whole) + digits + Array(repeating: UInt8(ascii: "0"), count: places - digits.count)
        millionths = padded.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard 0 < millionths, millionths < 1_000_000 else { return nil }
    }
}
