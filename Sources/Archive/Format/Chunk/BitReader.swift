/// Takes bits apart. Behind the end it reads zeros, as many as it is asked for, and `isOverrun` tells that it did.
struct BitReader {
    private let bytes: UnsafeRawBufferPointer
    /// The next byte that is not in `buffer`; behind the end it goes on counting.
    private var next = 0
    /// The next bits, from the highest down.
    private var buffer: UInt64 = 0
    /// How many of them are there, at most 63. What follows is zero or the beginning of the next byte.
    private var available = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The bits that were read.
    private var position: Int { next * 8 - available }

    var isOverrun: Bool { position > bytes.count * 8 }

    /// Whether nothing is left but the zeros that fill up the last byte.
    var isFinished: Bool {
        let left = bytes.count * 8 - position
        var reader = self
        return 0 <= left && left < 8 && reader.bits(left) == 0
    }

    /// The next `count` bits, the first one highest; `count` is 0 to 64.
    @inline(__always)
    mutating func bits(_ count: Int) -> UInt64 {
        if count > 32 {
            let high = bits(upTo32: count - 32)
            return high << 32 | bits(upTo32: 32)
        }
        return bits(upTo32: count)
    }

    @inline(__always)
    private mutating func bits(upTo32 count: Int) -> UInt64 {
        if available < count { fill() }
        let value = (buffer &>> 1) &>> UInt64(63 - count)
        skip(count)
        return value
    }

    /// How many zeros come before the next one, which is skipped with them, and the next `count` bits, 0 to 63; nil without
    /// having read any where there are `limit` zeros (at most 32) or more, or not all of it is at hand at once.
    @inline(__always)
    mutating func zerosAndBits(limit: Int, _ count: Int) -> (zeros: Int, bits: UInt64)? {
        if available < 32 { fill() }
        let zeros = buffer.leadingZeroBitCount
        guard zeros < limit, zeros + 1 + count <= available else { return nil }
        skip(zeros + 1)
        let bits = (buffer &>> 1) &>> UInt64(63 - count)
        skip(count)
        return (zeros, bits)
    }

    /// How many zeros come before the next one, which is skipped with them; `limit` (at most 32) where there are so many
    /// or more, of which only that many are skipped.
    mutating func zeros(limit: Int) -> Int {
        if available <= limit { fill() }
        let count = buffer.leadingZeroBitCount
        skip(min(count + 1, limit))
        return min(count, limit)
    }

    @inline(__always)
    private mutating func skip(_ count: Int) {
        buffer = buffer &<< UInt64(count)
        available -= count
    }

    /// At least 56 bits.
    @inline(__always)
    private mutating func fill() {
        guard next + 8 <= bytes.count else {
            self = Self.filledAtEnd(self)
            return
        }
        buffer |= UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: next, as: UInt64.self)) &>> UInt64(available)
        let taken = (63 - available) / 8
        next += taken
        available += taken * 8
    }

    /// By value, like all that is seldom done, so that a reader's place need not lie in memory.
    @inline(never)
    private static func filledAtEnd(_ reader: BitReader) -> BitReader {
        var reader = reader
        while reader.available < 56 {
            let byte = reader.next < reader.bytes.count ? reader.bytes[reader.next] : 0
            reader.buffer |= UInt64(byte) << UInt64(56 - reader.available)
            reader.next += 1
            reader.available += 8
        }
        return reader
    }
}
