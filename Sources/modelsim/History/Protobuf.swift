/// A message of protocol buffers, field by field (source: "Encoding" in the documentation of Protocol Buffers). Fields that
/// are left out have their default.
struct Protobuf {
    private(set) var bytes: [UInt8] = []

    /// `uint32`, `uint64`, `int64` and `enum`.
    mutating func field(_ number: Int, _ value: Int) {
        tag(number, wireType: 0)
        bytes += Protobuf.varint(UInt64(bitPattern: Int64(value)))
    }

    /// `sint32` and `sint64`: 0, -1, 1, -2, 2 as 0, 1, 2, 3, 4.
    mutating func field(_ number: Int, zigzag value: Int) {
        tag(number, wireType: 0)
        bytes += Protobuf.varint(UInt64(bitPattern: Int64(value << 1 ^ value >> 63)))
    }

    mutating func field(_ number: Int, _ value: Double) {
        tag(number, wireType: 1)
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
    }

    mutating func field(_ number: Int, _ text: String) { field(number, Array(text.utf8)) }

    mutating func field(_ number: Int, _ message: Protobuf) { field(number, message.bytes) }

    private mutating func field(_ number: Int, _ content: [UInt8]) {
        tag(number, wireType: 2)
        bytes += Protobuf.varint(UInt64(content.count))
        bytes += content
    }

    private mutating func tag(_ number: Int, wireType: Int) { bytes += Protobuf.varint(UInt64(number << 3 | wireType)) }

    static func varint(_ value: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = value
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}
