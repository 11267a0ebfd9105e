import NIOCore

/// Samples as Prometheus' chunks have them (tsdb/docs/format/chunks.md, "XOR chunk data"): times by the change of their
/// distance, values by the bits in which they differ from the one before.
struct XORChunk {
    /// As many as Prometheus puts into one.
    static let mostSamples = 120

    private(set) var count = 0
    private(set) var firstTime = 0
    private(set) var lastTime = 0
    private var distance = 0
    private var value: UInt64 = 0
    private var leading = 0xff
    private var trailing = 0
    private var bits = BitWriter()

    var isFull: Bool { count == XORChunk.mostSamples }

    /// The number of samples in two bytes, and the samples.
    var bytes: ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeInteger(UInt16(count))
        buffer.writeBytes(bits.bytes)
        return buffer
    }

    /// - Parameter time: in milliseconds since 1970 UTC, later than the one before.
    mutating func add(_ newValue: Double, at time: Int) {
        switch count {
        case 0:
            firstTime = time
            // Signed ones alternate: 0, -1, 1, -2.
            bits.writeVarint(UInt64(bitPattern: Int64(time << 1 ^ time >> 63)))
            bits.write(newValue.bitPattern, 64)
        case 1:
            distance = time - lastTime
            bits.writeVarint(UInt64(distance))
            write(newValue.bitPattern)
        default:
            writeChange((time - lastTime) - distance)
            distance = time - lastTime
            write(newValue.bitPattern)
        }
        value = newValue.bitPattern
        lastTime = time
        count += 1
    }

    private mutating func writeChange(_ change: Int) {
        func fits(_ bits: Int) -> Bool { -((1 << (bits - 1)) - 1) <= change && change <= 1 << (bits - 1) }
        let pattern = UInt64(bitPattern: Int64(change))
        if change == 0 {
            bits.write(0, 1)
        } else if fits(14) {
            bits.write(0b10, 2)
            bits.write(pattern, 14)
        } else if fits(17) {
            bits.write(0b110, 3)
            bits.write(pattern, 17)
        } else if fits(20) {
            bits.write(0b1110, 4)
            bits.write(pattern, 20)
        } else {
            bits.write(0b1111, 4)
            bits.write(pattern, 64)
        }
    }

    private mutating func write(_ newValue: UInt64) {
        let difference = newValue ^ value
        guard difference != 0 else { return bits.write(0, 1) }
        bits.write(1, 1)
        let newLeading = min(difference.leadingZeroBitCount, 31)
        let newTrailing = difference.trailingZeroBitCount
        if leading != 0xff, newLeading >= leading, newTrailing >= trailing {
            bits.write(0, 1)
            bits.write(difference >> UInt64(trailing), 64 - leading - trailing)
            return
        }
        (leading, trailing) = (newLeading, newTrailing)
        let significant = 64 - leading - trailing
        bits.write(1, 1)
        bits.write(UInt64(leading), 5)
        // 64 of them are written as 0.
        bits.write(UInt64(significant & 0x3f), 6)
        bits.write(difference >> UInt64(trailing), significant)
    }
}

/// Bits, the highest first.
private struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var free = 0

    /// The lowest `count` bits of `value`.
    mutating func write(_ value: UInt64, _ count: Int) {
        var left = count
        while left > 0 {
            if free == 0 {
                bytes.append(0)
                free = 8
            }
            let now = min(left, free)
            let piece = UInt8(truncatingIfNeeded: value >> UInt64(left - now)) & UInt8((1 << now) - 1)
            bytes[bytes.count - 1] |= piece << UInt8(free - now)
            left -= now
            free -= now
        }
    }

    mutating func writeVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            write(rest & 0x7f | 0x80, 8)
            rest >>= 7
        }
        write(rest, 8)
    }
}
