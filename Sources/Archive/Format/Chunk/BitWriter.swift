/// Puts bits together for `BitReader`: the first bit is the highest of the first byte.
struct BitWriter {
    private var bytes: [UInt8]
    /// Bits that don't fill a byte yet, in the low places.
    private var pending: UInt64 = 0
    private var pendingCount = 0

    /// Writes behind these bytes.
    init(after bytes: [UInt8]) { self.bytes = bytes }

    /// The low `count` bits of `value`, highest first; `count` is 0 to 64.
    mutating func bits(_ value: UInt64, _ count: Int) {
        if count > 32 {
            bits(value >> 32, count - 32)
            return bits(value & 0xffff_ffff, 32)
        }
        pending = pending << UInt64(count) | value & (1 << UInt64(count) - 1)
        pendingCount += count
        while pendingCount >= 8 {
            pendingCount -= 8
            bytes.append(UInt8(truncatingIfNeeded: pending >> UInt64(pendingCount)))
        }
    }

    /// All bytes, the last one filled up with zeros.
    func finished() -> [UInt8] {
        guard pendingCount > 0 else { return bytes }
        return bytes + [UInt8(truncatingIfNeeded: pending << UInt64(8 - pendingCount))]
    }
}
