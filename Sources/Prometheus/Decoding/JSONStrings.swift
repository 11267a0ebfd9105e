extension JSONScanner {
    /// A string. Refuses raw control characters, invalid UTF-8 and lone surrogates: replaced by a stand-in, two different
    /// labels could become one.
    mutating func string() throws(ResponseError) -> String {
        guard try next() == UInt8(ascii: "\"") else { throw malformed("expected a string") }
        advance()
        return try stringContent()
    }

    /// A string's rest behind the opening quote.
    mutating func stringContent() throws(ResponseError) -> String {
        let start = position
        var isASCII = true
        while true {
            guard position - start <= DecodingLimits.stringBytes else { throw tooLong(start) }
            switch try current() {
            case UInt8(ascii: "\""):
                let content = bytes[start..<position]
                advance()
                return isASCII ? String(decoding: content, as: UTF8.self) : try valid(content, start: start)
            case UInt8(ascii: "\\"): return try stringWithEscapes(start: start)
            case 0..<0x20: throw malformed("control character in a string")
            case 0x80...: isASCII = false
            default: break
            }
            advance()
        }
    }

    private func tooLong(_ start: Int) -> ResponseError {
        .malformed("a string longer than \(DecodingLimits.stringBytes >> 20) MiB", byte: start)
    }

    private func valid(_ content: some Sequence<UInt8>, start: Int) throws(ResponseError) -> String {
        guard let text = String(validating: content, as: UTF8.self) else {
            throw .malformed("invalid UTF-8 in a string", byte: start)
        }
        return text
    }

    /// Goes on at the first backslash.
    private mutating func stringWithEscapes(start: Int) throws(ResponseError) -> String {
        var content = Array(bytes[start..<position])
        while true {
            guard content.count <= DecodingLimits.stringBytes else { throw tooLong(start) }
            let byte = try current()
            switch byte {
            case UInt8(ascii: "\""):
                advance()
                return try valid(content, start: start)
            case UInt8(ascii: "\\"):
                advance()
                content.append(contentsOf: UTF8.encode(try escape()) ?? .init())
                continue
            case 0..<0x20: throw malformed("control character in a string")
            default: content.append(byte)
            }
            advance()
        }
    }

    /// What stands behind a backslash.
    private mutating func escape() throws(ResponseError) -> Unicode.Scalar {
        let byte = try current()
        guard byte != UInt8(ascii: "u") else { return try unicodeEscape() }
        let scalar: Unicode.Scalar
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scalar = Unicode.Scalar(byte)
        case UInt8(ascii: "b"): scalar = "\u{8}"
        case UInt8(ascii: "f"): scalar = "\u{C}"
        case UInt8(ascii: "n"): scalar = "\n"
        case UInt8(ascii: "r"): scalar = "\r"
        case UInt8(ascii: "t"): scalar = "\t"
        default: throw malformed("unknown escape in a string")
        }
        advance()
        return scalar
    }

    /// `uXXXX`, or two of them for a character beyond the basic plane.
    private mutating func unicodeEscape() throws(ResponseError) -> Unicode.Scalar {
        let unit = try hexUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard UTF16.isLeadSurrogate(unit), try current() == UInt8(ascii: "\\") else {
            throw malformed("lone surrogate in a string")
        }
        advance()
        guard try current() == UInt8(ascii: "u") else { throw malformed("lone surrogate in a string") }
        let trail = try hexUnit()
        guard UTF16.isTrailSurrogate(trail) else { throw malformed("lone surrogate in a string") }
        return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
    }

    /// The four hex digits behind the `u` at the position.
    private mutating func hexUnit() throws(ResponseError) -> UInt16 {
        advance()
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(try current())).hexDigitValue else {
                throw malformed("expected four hex digits")
            }
            unit = unit << 4 | UInt16(digit)
            advance()
        }
        return unit
    }
}
