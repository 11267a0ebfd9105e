/// Takes bytes that may be damaged apart. Every read is checked against what is left.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// What lies between the version byte and the checksum of a stored body, which are looked at first. `mark` is what its
    /// place adds to the checksum, see `Place`.
    init(checked bytes: UnsafeRawBufferPointer, version: UInt8, mark: UInt32) throws(BodyError) {
        try self.init(checked: bytes, versions: version...version, mark: mark)
    }

    /// The same of a body that has several versions.
    init(checked bytes: UnsafeRawBufferPointer, versions: ClosedRange<UInt8>, mark: UInt32) throws(BodyError) {
        let end = bytes.count - ByteWriter.checksumLength
        guard end >= 1 else { throw .truncated }
        let stored = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: end, as: UInt32.self))
        guard CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<end])) ^ mark == stored else {
            throw .wrongChecksum
        }
        guard versions.contains(bytes[0]) else { throw .unknownVersion(bytes[0]) }
        self.init(UnsafeRawBufferPointer(rebasing: bytes[1..<end]))
    }

    /// All that was not read yet.
    var rest: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[position...]) }

    var remaining: Int { bytes.count - position }

    mutating func byte() throws(BodyError) -> UInt8 {
        guard position < bytes.count else { throw .truncated }
        defer { position += 1 }
        return bytes[position]
    }

    /// An unsigned LEB128 number below 2^63: seven bits a byte, low ones first, the high bit set on all but the last.
    mutating func number() throws(BodyError) -> Int {
        // Most numbers are small.
        if position < bytes.count, bytes[position] < 0x80 { return Int(try byte()) }
        guard let value = Int(exactly: try unsigned()) else { throw .malformed }
        return value
    }

    /// An unsigned LEB128 number below 2^64.
    private mutating func unsigned() throws(BodyError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try byte()
            // The tenth byte has room for the highest bit alone.
            guard shift < 63 || byte < 2 else { throw .malformed }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    /// A signed number, low bit the sign: 0, -1, 1, -2, 2 as 0, 1, 2, 3, 4.
    mutating func zigzag() throws(BodyError) -> Int {
        let value = try unsigned()
        return Int(bitPattern: UInt(value >> 1)) ^ -Int(value & 1)
    }

    /// The next `count` bytes as a reader of their own.
    mutating func slice(_ count: Int) throws(BodyError) -> ByteReader {
        guard count <= remaining else { throw .truncated }
        defer { position += count }
        return ByteReader(UnsafeRawBufferPointer(rebasing: bytes[position..<position + count]))
    }
}
