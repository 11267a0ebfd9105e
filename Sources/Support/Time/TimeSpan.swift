/// A span of time as people write it: a number and a unit, `250ms`, `1.5s`, `15m`, `24h`, `30d` or `2w`.
package struct TimeSpan: Hashable, Sendable {
    package let milliseconds: Double

    /// Rounded up.
    package var seconds: Int { Int((milliseconds / 1e3).rounded(.up)) }

    private static let units: [(suffix: String, milliseconds: Double)] = [
        ("ms", 1), ("s", 1e3), ("m", 60e3), ("h", 3600e3), ("d", 86_400e3), ("w", 604_800e3),
    ]
    /// Ten years: longer is a mistake.
    package static let maximumSeconds = 3660 * 86_400

    /// Refuses (nil) anything but a decimal number above 0 with a unit, and more than ten years.
    package init?(_ text: String) {
        guard let unit = Self.units.first(where: { text.hasSuffix($0.suffix) }) else { return nil }
        let digits = text.dropLast(unit.suffix.count)
        let isPlain = digits.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        guard isPlain, let number = Double(digits) else { return nil }
        milliseconds = number * unit.milliseconds
        guard milliseconds > 0, milliseconds <= Double(Self.maximumSeconds) * 1e3 else { return nil }
    }
}
