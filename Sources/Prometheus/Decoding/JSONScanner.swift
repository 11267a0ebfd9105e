/// Walks over the bytes of a JSON text, value by value, and builds nothing that nobody asked for.
///
/// Every function begins at the value or before white space in front of it, and ends right behind the value.
struct JSONScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position = 0
    private var depth = 0

    /// Skipped values nest on the call stack.
    private static let maximumDepth = 64

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The byte at the position. Throws at the end.
    @inline(__always)
    func current() throws(ResponseError) -> UInt8 {
        guard position < bytes.count else { throw .truncated(bytes: bytes.count) }
        return bytes[position]
    }

    @inline(__always)
    mutating func advance(_ count: Int = 1) { position += count }

    func malformed(_ what: String) -> ResponseError { .malformed(what, byte: position) }

    @inline(__always)
    mutating func skipWhiteSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    /// The first byte of the next token, where the position then is.
    @inline(__always)
    mutating func next() throws(ResponseError) -> UInt8 {
        skipWhiteSpace()
        return try current()
    }

    /// Takes a `[`, `:` or other mark.
    @inline(__always)
    mutating func take(_ mark: Unicode.Scalar) throws(ResponseError) {
        guard try next() == UInt8(ascii: mark) else { throw malformed("expected '\(mark)'") }
        position += 1
    }

    /// Takes a mark if it comes next.
    @inline(__always)
    mutating func takes(_ mark: Unicode.Scalar) throws(ResponseError) -> Bool {
        guard try next() == UInt8(ascii: mark) else { return false }
        position += 1
        return true
    }

    /// Hands each element to `element`, which must consume it.
    mutating func array(_ element: (inout JSONScanner) throws(ResponseError) -> Void) throws(ResponseError) {
        try take("[")
        guard try !takes("]") else { return }
        repeat { try element(&self) } while try continues(until: "]")
    }

    /// Hands each key to `member`, which must consume the value behind it.
    mutating func object(
        _ member: (inout JSONScanner, String) throws(ResponseError) -> Void
    ) throws(ResponseError) {
        try take("{")
        guard try !takes("}") else { return }
        repeat {
            let key = try string()
            try take(":")
            try member(&self, key)
        } while try continues(until: "}")
    }

    /// Behind an element: true behind a comma, false behind `end`.
    @inline(__always)
    mutating func continues(until end: Unicode.Scalar) throws(ResponseError) -> Bool {
        if try takes(",") { return true }
        guard try takes(end) else { throw malformed("expected ',' or '\(end)'") }
        return false
    }

    /// Takes `true`, `false` or `null`.
    mutating func word(_ word: StaticString) throws(ResponseError) {
        skipWhiteSpace()
        for offset in 0..<word.utf8CodeUnitCount {
            guard try current() == word.utf8Start[offset] else { throw malformed("unknown word") }
            position += 1
        }
    }

    mutating func bool() throws(ResponseError) -> Bool {
        let isTrue = try next() == UInt8(ascii: "t")
        try word(isTrue ? "true" : "false")
        return isTrue
    }

    /// Takes a `null` if it comes next. Go writes empty lists so.
    mutating func takesNull() throws(ResponseError) -> Bool {
        guard try next() == UInt8(ascii: "n") else { return false }
        try word("null")
        return true
    }

    /// An array of strings, or null.
    mutating func strings() throws(ResponseError) -> [String] {
        var strings: [String] = []
        guard try !takesNull() else { return strings }
        var memory = 0
        try array { (scanner) throws(ResponseError) in
            let string = try scanner.string()
            memory += 16 + string.memory
            guard memory <= DecodingLimits.listMemory else { throw .tooMuchMemory(limit: DecodingLimits.listMemory) }
            strings.append(string)
        }
        return strings
    }

    /// Checks a value of any kind and forgets it.
    mutating func skipValue() throws(ResponseError) {
        switch try next() {
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try bool()
        case UInt8(ascii: "n"): try word("null")
        case UInt8(ascii: "-"), 0x30...0x39: try skipNumber()
        case UInt8(ascii: "["):
            try descend { (scanner) throws(ResponseError) in
                try scanner.array { (scanner) throws(ResponseError) in try scanner.skipValue() }
            }
        case UInt8(ascii: "{"):
            try descend { (scanner) throws(ResponseError) in
                try scanner.object { (scanner, _) throws(ResponseError) in try scanner.skipValue() }
            }
        default: throw malformed("expected a value")
        }
    }

    private mutating func descend(
        _ body: (inout JSONScanner) throws(ResponseError) -> Void
    ) throws(ResponseError) {
        guard depth < Self.maximumDepth else { throw malformed("nested too deeply") }
        depth += 1
        try body(&self)
        depth -= 1
    }
}
