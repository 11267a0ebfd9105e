/// Takes bits apart. Behind the end it reads zeros, as many as it is asked for, and `isOverrun` tells that it did.
struct BitReader {
    private let bytes: UnsafeRawBufferPointer
    /// The next bit.
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isOverrun: Bool { position > bytes.count * 8 }

    /// Whether nothing is left but the zeros that fill up the last byte.
    var isFinished: Bool { !isOverrun && bytes.count * 8 - position < 8 && peek() == 0 }

    /// The next `count` bits, the first one highest; `count` is 0 to 64.
    mutating func bits(_ count: Int) -> UInt64 {
        if count > 32 {
            let high = bits(count - 32)
            return high << 32 | bits(32)
        }
        defer { position += count }
        return count == 0 ? 0 : peek() >> UInt64(64 - count)
    }

    /// How many zeros come before the next one, which is skipped with them; `limit` (at most 32) where there are so many
    /// or more, of which only that many are skipped.
    mutating func zeros(limit: Int) -> Int {
        let count = peek().leadingZeroBitCount
        guard count < limit else {
            position += limit
            return limit
        }
        position += count + 1
        return count
    }

    /// The next bits from the highest down; at least 57 of them count, the rest are zeros.
    private func peek() -> UInt64 {
        let first = position >> 3
        let shift = UInt64(position & 7)
        if first + 8 <= bytes.count {
            return UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: first, as: UInt64.self)) << shift
        }
        var value: UInt64 = 0
        for place in first..<first + 8 { value = value << 8 | UInt64(place < bytes.count ? bytes[place] : 0) }
        return value << shift
    }
}
