extension JSONScanner {
    /// `"1"`, `"1e-07"`, `"NaN"`, `"+Inf"` or `"-Inf"`.
    @inline(__always)
    mutating func quotedNumber() throws(ResponseError) -> Double {
        try take("\"")
        let start = self
        do {
            return try contentOfQuotedNumber()
        } catch {
            self = start
            return try escapedNumber(otherwise: error)
        }
    }

    /// Behind the opening quote, without escapes.
    @inline(__always)
    private mutating func contentOfQuotedNumber() throws(ResponseError) -> Double {
        let value: Double
        switch try current() {
        case 0x30...0x39: value = try number()
        case UInt8(ascii: "-"): value = try negativeNumber()
        case UInt8(ascii: "N"):
            try word("NaN")
            value = .nan
        case UInt8(ascii: "+"):
            try word("+Inf")
            value = .infinity
        default: throw malformed("expected a number in quotes")
        }
        guard try current() == UInt8(ascii: "\"") else { throw malformed("expected a number in quotes") }
        advance()
        return value
    }

    private mutating func negativeNumber() throws(ResponseError) -> Double {
        guard position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "I") else { return try number() }
        try word("-Inf")
        return -.infinity
    }

    /// .NET's encoder writes a plus as `\u002B`, so that a server built on it sends `"1e\u002B21"`.
    private mutating func escapedNumber(otherwise error: ResponseError) throws(ResponseError) -> Double {
        let first = position
        let text = try stringContent()
        guard bytes[first..<position].contains(UInt8(ascii: "\\")) else { throw error }
        let plain = Array((text + "\"").utf8)
        let value = plain.withUnsafeBufferPointer { plain in
            var scanner = JSONScanner(plain)
            let value = try? scanner.contentOfQuotedNumber()
            return scanner.position == plain.count ? value : nil
        }
        guard let value else { throw error }
        return value
    }
}
