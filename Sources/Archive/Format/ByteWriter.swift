/// Puts bytes together for `ByteReader`.
struct ByteWriter {
    static let checksumLength = 4

    private(set) var bytes: [UInt8]

    /// Writes behind these bytes.
    init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    /// Unsigned LEB128; see `ByteReader.number`. The value must not be negative.
    mutating func number(_ value: Int) { unsigned(UInt(value)) }

    /// See `ByteReader.zigzag`.
    mutating func zigzag(_ value: Int) { unsigned(UInt(bitPattern: value << 1 ^ value >> (Int.bitWidth - 1))) }

    private mutating func unsigned(_ value: UInt) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func bytes(_ other: UnsafeRawBufferPointer) { bytes += other }

    /// The UTF-8 behind its length.
    mutating func text(_ value: String) {
        number(value.utf8.count)
        bytes += value.utf8
    }

    mutating func append(_ other: ByteWriter) { bytes += other.bytes }

    /// The CRC-32 of all that was written, little-endian.
    mutating func checksum() {
        let crc = bytes.withUnsafeBytes(CRC32.checksum)
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: crc >> shift)) }
    }
}
