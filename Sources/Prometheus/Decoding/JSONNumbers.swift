/// 10^0 to 10^22: the powers of ten that a Double holds exactly.
private let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
]

extension JSONScanner {
    /// No double needs more characters, even without an exponent.
    private static let maximumNumberLength = 1100

    /// A JSON number as the nearest Double. Refuses what is beyond the greatest Double.
    @inline(__always)
    mutating func number() throws(ResponseError) -> Double {
        skipWhiteSpace()
        let start = position
        let parts = try numberParts()
        // Two exact Doubles and one rounding: the nearest Double (Clinger 1990). This is nearly every number that comes.
        if parts.isExact, parts.mantissa <= 1 << 53, -22...22 ~= parts.exponent {
            let mantissa = Double(parts.mantissa)
            let magnitude =
                parts.exponent < 0 ? mantissa / powersOfTen[-parts.exponent] : mantissa * powersOfTen[parts.exponent]
            return parts.isNegative ? -magnitude : magnitude
        }
        return try slowNumber(start: start)
    }

    private func slowNumber(start: Int) throws(ResponseError) -> Double {
        guard position - start <= Self.maximumNumberLength,
            let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)), value.isFinite
        else { throw .malformed("number out of range", byte: start) }
        return value
    }

    mutating func skipNumber() throws(ResponseError) { _ = try numberParts() }

    private struct NumberParts {
        var isNegative = false
        var mantissa: UInt64 = 0
        var exponent = 0
        /// The mantissa holds all digits.
        var isExact: Bool { digits <= 19 }
        var digits = 0

        @inline(__always)
        mutating func append(_ digit: UInt8) {
            // Leading zeros are no digits. Beyond 19 digits the sum is not used.
            mantissa = mantissa &* 10 &+ UInt64(digit &- 0x30)
            if digits > 0 || digit != 0x30 { digits += 1 }
        }
    }

    /// RFC 8259's grammar: no leading zeros or plus, digits on both sides of the point.
    @inline(__always)
    private mutating func numberParts() throws(ResponseError) -> NumberParts {
        var parts = NumberParts()
        if try current() == UInt8(ascii: "-") {
            parts.isNegative = true
            advance()
        }
        let first = position
        try digits(into: &parts)
        guard bytes[first] != 0x30 || position == first + 1 else { throw malformed("leading zero in a number") }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            advance()
            let point = position
            try digits(into: &parts)
            parts.exponent = point - position
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            advance()
            parts.exponent += try writtenExponent()
        }
        return parts
    }

    /// One digit or more.
    @inline(__always)
    private mutating func digits(into parts: inout NumberParts) throws(ResponseError) {
        guard 0x30...0x39 ~= (try current()) else { throw malformed("expected a digit") }
        repeat {
            parts.append(bytes[position])
            advance()
        } while position < bytes.count && 0x30...0x39 ~= bytes[position]
    }

    /// What stands behind the `e`. Stops growing at a million, which is out of range anyway.
    private mutating func writtenExponent() throws(ResponseError) -> Int {
        let sign = try current()
        if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { advance() }
        guard 0x30...0x39 ~= (try current()) else { throw malformed("expected a digit") }
        var exponent = 0
        while position < bytes.count, 0x30...0x39 ~= bytes[position] {
            exponent = min(exponent * 10 + Int(bytes[position] - 0x30), 1_000_000)
            advance()
        }
        return sign == UInt8(ascii: "-") ? -exponent : exponent
    }
}
