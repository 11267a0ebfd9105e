import NIOCore

/// One field of a message in protobuf's wire format (https://protobuf.dev/programming-guides/encoding/).
struct ProtobufField {
    enum Value {
        case number(UInt64)
        case bytes(ArraySlice<UInt8>)
    }

    let number: Int
    let value: Value

    /// nil where it is a number.
    var bytes: ArraySlice<UInt8>? { if case .bytes(let bytes) = value { bytes } else { nil } }
    /// nil where it is bytes. Negative ones are in two's complement.
    var integer: Int? { if case .number(let number) = value { Int(truncatingIfNeeded: number) } else { nil } }
    /// nil where it is a number, or bytes that are no UTF-8.
    var text: String? { bytes.flatMap { String(validating: $0, as: UTF8.self) } }
}

/// Takes a message apart, field by field. Unknown fields are the caller's to pass over.
struct ProtobufReader {
    /// The bytes are no message.
    struct Malformed: Error {}

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// nil at the end.
    mutating func next() throws(Malformed) -> ProtobufField? {
        guard !rest.isEmpty else { return nil }
        let key = try varint()
        guard key >> 3 > 0, key >> 3 < 1 << 29 else { throw Malformed() }
        let number = Int(key >> 3)
        switch key & 7 {
        case 0: return ProtobufField(number: number, value: .number(try varint()))
        case 1: return ProtobufField(number: number, value: .number(littleEndian(try take(8))))
        case 2:
            let length = try varint()
            guard length <= UInt64(rest.count) else { throw Malformed() }
            return ProtobufField(number: number, value: .bytes(try take(Int(length))))
        case 5: return ProtobufField(number: number, value: .number(littleEndian(try take(4))))
        default: throw Malformed()
        }
    }

    private mutating func take(_ count: Int) throws(Malformed) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw Malformed() }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    private func littleEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func varint() throws(Malformed) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            guard let byte = rest.popFirst() else { throw Malformed() }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        throw Malformed()
    }
}

extension ByteBuffer {
    /// Protobuf's and Snappy's variable-length integer: seven bits a byte, the lowest first.
    mutating func writeVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            writeInteger(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        writeInteger(UInt8(rest))
    }

    mutating func writeField(_ number: Int, integer: Int) {
        writeVarint(UInt64(number << 3))
        writeVarint(UInt64(bitPattern: Int64(integer)))
    }

    /// A message within a message, or bytes.
    mutating func writeField(_ number: Int, bytes: ByteBuffer) {
        writeLengthPrefix(number, length: bytes.readableBytes)
        writeImmutableBuffer(bytes)
    }

    mutating func writeField(_ number: Int, text: String) {
        writeLengthPrefix(number, length: text.utf8.count)
        writeString(text)
    }

    /// What stands before a field of bytes.
    mutating func writeLengthPrefix(_ number: Int, length: Int) {
        writeVarint(UInt64(number << 3 | 2))
        writeVarint(UInt64(length))
    }

    /// How many bytes a number takes.
    static func varintLength(_ value: Int) -> Int { (64 - UInt64(value | 1).leadingZeroBitCount + 6) / 7 }
}
