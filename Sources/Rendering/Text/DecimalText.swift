/// Numbers as text.
package enum DecimalText {
    /// Rounded half away from zero to two decimals, at least one of which is written: `245.67`, `118.2`, `200.0`.
    /// nil for what is no number: answers say `null` then.
    static func twoDecimals(_ value: Double) -> String? {
        guard value.isFinite else { return nil }
        let rounded = (value * 100).rounded() / 100
        return (rounded.isFinite ? rounded : value).description
    }

    /// The same number in hundredths; nil where whole hundredths don't say it all: below zero, and from 10^12 on, where
    /// a double has no 15 digits any more in front of which nothing is rounded.
    static func hundredths(_ value: Double) -> Int? {
        value.sign == .plus && value < 1e12 ? Int((value * 100).rounded()) : nil
    }

    /// Rounded to one decimal: `2.5`.
    package static func oneDecimal(_ value: Double) -> String { ((value * 10).rounded() / 10).description }

    /// Minutes, to one decimal.
    static func minutes(_ seconds: Int) -> String { oneDecimal(Double(seconds) / 60) }

    /// As short as it can be, with one decimal at least: 120,000 is `0.12`, 1,000,000 is `1.0`.
    static func millionths(_ number: Int) -> String {
        let (whole, rest) = (abs(number) / 1_000_000, abs(number) % 1_000_000)
        var digits = String(rest)
        digits = String(repeating: "0", count: 6 - digits.count) + digits
        while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
        return "\(number < 0 ? "-" : "")\(whole).\(digits)"
    }

    /// A percentage of so many millionths, as short as it can be: `0.12 %`, `99.9512 %`.
    static func percent(millionths: Int) -> String {
        let text = self.millionths(millionths * 100)
        return "\(text.hasSuffix(".0") ? String(text.dropLast(2)) : text) %"
    }

    /// So many in a minute or a second, for people: `0.25`, `12.4`, `1,204`.
    static func rate(_ value: Double) -> String {
        guard value >= 99.95, let whole = Int(exactly: value.rounded()) else {
            return fixed(value, decimals: value >= 9.995 ? 1 : 2)
        }
        return grouped(whole)
    }

    /// Hours of a stretch of time, to four decimals: about a third of a second.
    static func hours(_ hours: Double) -> String { shortest((hours * 1e4).rounded() / 1e4) }

    /// As short as it can be without changing: `1`, `0.25`.
    static func shortest(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// Always so many decimals: `1.50`. `value` must not be negative.
    static func fixed(_ value: Double, decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
        guard let scaled = Int(exactly: (value * scale).rounded()) else { return shortest(value) }
        guard decimals > 0 else { return String(scaled) }
        let digits = String(scaled)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return "\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }

    /// At most so many decimals, and no zeros at their end: coordinates of charts. `value` must not be negative.
    static func short(_ value: Double, decimals: Int) -> String {
        var text = fixed(value, decimals: decimals)
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// Thousands apart, for people: `1,204`.
    package static func grouped(_ count: Int) -> String {
        var result = ""
        for (place, digit) in String(count).reversed().enumerated() {
            if place > 0, place % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return String(result.reversed())
    }

    /// A length in bytes, for people, in powers of 1000: `512 B`, `24.6 kB`, `1.2 GB`.
    static func bytes(_ count: Int) -> String {
        guard count >= 1000 else { return "\(count) B" }
        var (value, units) = (Double(count) / 1000, ["kB", "MB", "GB", "TB"][...])
        // What would be written as 1000.0 is one of the next unit.
        while value >= 999.95, units.count > 1 {
            value /= 1000
            units = units.dropFirst()
        }
        return "\(fixed(value, decimals: 1)) \(units[units.startIndex])"
    }
}
