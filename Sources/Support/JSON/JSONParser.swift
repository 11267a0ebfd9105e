/// Reads JSON (RFC 8259) from bytes, strictly: no comments, no bare words, no values behind the first.
package struct JSONParser {
    /// Deeper values are refused: nothing that is asked here has a tenth of it.
    static let deepest = 64

    package struct Malformed: Error {}

    private let bytes: [UInt8]
    private var place = 0

    /// Throws `Malformed` for what is no JSON, is no UTF-8, or is deeper than `deepest`.
    package static func value(of bytes: [UInt8]) throws(Malformed) -> JSON {
        var parser = JSONParser(bytes: bytes)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.place == bytes.count else { throw Malformed() }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func value(depth: Int) throws(Malformed) -> JSON {
        guard depth < Self.deepest else { throw Malformed() }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return .object(try members(depth))
        case UInt8(ascii: "["): return .array(try elements(depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .flag(true))
        case UInt8(ascii: "f"): return try word("false", .flag(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(Malformed) -> JSON {
        let end = place + word.utf8CodeUnitCount
        let isThere = word.withUTF8Buffer { end <= bytes.count && bytes[place..<end].elementsEqual($0) }
        guard isThere else { throw Malformed() }
        place = end
        return value
    }

    private mutating func members(_ depth: Int) throws(Malformed) -> [JSON.Member] {
        place += 1
        var members: [JSON.Member] = []
        if skip("}") { return members }
        repeat {
            skipSpace()
            let name = try string()
            guard skip(":") else { throw Malformed() }
            members.append(JSON.Member(name: name, value: try value(depth: depth + 1)))
        } while skip(",")
        guard skip("}") else { throw Malformed() }
        return members
    }

    private mutating func elements(_ depth: Int) throws(Malformed) -> [JSON] {
        place += 1
        var elements: [JSON] = []
        if skip("]") { return elements }
        repeat { elements.append(try value(depth: depth + 1)) } while skip(",")
        guard skip("]") else { throw Malformed() }
        return elements
    }

    // MARK: Numbers

    private mutating func number() throws(Malformed) -> String {
        let start = place
        if next == UInt8(ascii: "-") { place += 1 }
        if next == UInt8(ascii: "0") { place += 1 } else { try digits() }
        if next == UInt8(ascii: ".") {
            place += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            place += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { place += 1 }
            try digits()
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func digits() throws(Malformed) {
        let start = place
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
        guard place > start else { throw Malformed() }
    }

    // MARK: Strings

    private mutating func string() throws(Malformed) -> String {
        guard next == UInt8(ascii: "\"") else { throw Malformed() }
        place += 1
        var content: [UInt8] = []
        while let byte = next, byte != UInt8(ascii: "\"") {
            place += 1
            if byte == UInt8(ascii: "\\") {
                content += try escaped()
            } else if byte < 0x20 {
                throw Malformed()
            } else {
                content.append(byte)
            }
        }
        guard next != nil, let text = String(validating: content, as: UTF8.self) else { throw Malformed() }
        place += 1
        return text
    }

    private mutating func escaped() throws(Malformed) -> [UInt8] {
        guard let byte = next else { throw Malformed() }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return try scalar().utf8.map(\.self)
        default: throw Malformed()
        }
    }

    /// Two halves of a pair are one character; a half alone is none.
    private mutating func scalar() throws(Malformed) -> String {
        var value = try hexadecimal()
        if (0xD800..<0xDC00).contains(value) {
            guard next == UInt8(ascii: "\\"), place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "u") else {
                throw Malformed()
            }
            place += 2
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else { throw Malformed() }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw Malformed() }
        return String(Character(scalar))
    }

    private mutating func hexadecimal() throws(Malformed) -> UInt32 {
        guard place + 4 <= bytes.count else { throw Malformed() }
        var value: UInt32 = 0
        for byte in bytes[place..<place + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { throw Malformed() }
            value = value << 4 | UInt32(digit)
        }
        place += 4
        return value
    }
}
