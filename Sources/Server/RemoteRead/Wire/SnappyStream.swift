import NIOCore

/// Compresses bytes that come piece by piece into one block of Snappy's format, block by block of 64 KiB.
///
/// The format begins with the length of all, which must be known before.
struct SnappyStream {
    private static let blockBytes = 64 << 10
    private static let tableBits = 14

    private var block: [UInt8] = []
    private var table = [UInt16](repeating: 0, count: 1 << SnappyStream.tableBits)
    /// What is ready to be sent; the owner takes it.
    var output = ByteBuffer()

    /// - Parameter length: how many bytes will be added, below 2^32.
    init(length: Int) {
        output.writeVarint(UInt64(length))
        block.reserveCapacity(SnappyStream.blockBytes)
    }

    mutating func add(_ bytes: ByteBuffer) {
        var rest = bytes.readableBytesView
        while !rest.isEmpty {
            let room = SnappyStream.blockBytes - block.count
            block.append(contentsOf: rest.prefix(room))
            rest = rest.dropFirst(room)
            if block.count == SnappyStream.blockBytes { flush() }
        }
    }

    /// Nothing may be added any more.
    mutating func finish() { flush() }

    private mutating func flush() {
        guard !block.isEmpty else { return }
        for index in table.indices { table[index] = 0 }
        block.withUnsafeBytes { bytes in compress(bytes) }
        block.removeAll(keepingCapacity: true)
    }

    /// As Go's and C++'s encoders do it: the place of the same four bytes before, if there is one, is copied from.
    private mutating func compress(_ bytes: UnsafeRawBufferPointer) {
        var position = 1
        var literalStart = 0
        // Where little matches ever fewer places are looked at.
        var misses = 32
        while position + 4 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)
            let slot = Int((word &* 0x1e35_a7bd) >> UInt32(32 - SnappyStream.tableBits))
            let candidate = Int(table[slot])
            table[slot] = UInt16(position)
            guard bytes.loadUnaligned(fromByteOffset: candidate, as: UInt32.self) == word else {
                position += misses >> 5
                misses += 1
                continue
            }
            writeLiteral(UnsafeRawBufferPointer(rebasing: bytes[literalStart..<position]))
            var end = position + 4
            while end < bytes.count, bytes[end] == bytes[candidate + end - position] { end += 1 }
            writeCopy(distance: position - candidate, count: end - position)
            position = end
            literalStart = end
            misses = 32
        }
        writeLiteral(UnsafeRawBufferPointer(rebasing: bytes[literalStart...]))
    }

    private mutating func writeLiteral(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        let count = bytes.count - 1
        if count < 60 {
            output.writeInteger(UInt8(count << 2))
        } else if count < 256 {
            output.writeMultipleIntegers(UInt8(60 << 2), UInt8(count))
        } else {
            output.writeInteger(UInt8(61 << 2))
            output.writeInteger(UInt16(count), endianness: .little)
        }
        output.writeBytes(bytes)
    }

    private mutating func writeCopy(distance: Int, count: Int) {
        var count = count
        while count > 0 {
            // A copy has 1 to 64 bytes.
            let now = min(count, 64)
            output.writeInteger(UInt8((now - 1) << 2 | 2))
            output.writeInteger(UInt16(distance), endianness: .little)
            count -= now
        }
    }
}
