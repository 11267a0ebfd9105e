import Latency

/// Which windows of a sealed day were collected, and how fine its chunks are: the `body` of a `coverage` row.
///
///     coverage = version, kind, 36 bytes, checksum
///     version  = one byte, 1
///     kind     = one byte: 0 the day's chunks have windows, 1 they have hours alone
///     36 bytes = one bit per window of the day, 1 for a collected one, from the lowest bit of the first byte on
///     checksum = CRC-32 of everything before it (see `CRC32`), four bytes, little-endian
struct Coverage: Equatable {
    static let version: UInt8 = 1

    /// Whether the day's windows are kept, not its hours alone.
    var hasWindows: Bool
    private var bits = [UInt8](repeating: 0, count: UTCDay.windows / 8)

    init(hasWindows: Bool = true) { self.hasWindows = hasWindows }

    init(_ bytes: UnsafeRawBufferPointer) throws(BodyError) {
        var reader = try ByteReader(checked: bytes, version: Coverage.version)
        let kind = try reader.byte()
        guard kind <= 1, reader.remaining == bits.count else { throw .malformed }
        hasWindows = kind == 0
        bits = [UInt8](reader.rest)
    }

    var encoded: [UInt8] {
        var writer = ByteWriter([Coverage.version, hasWindows ? 0 : 1] + bits)
        writer.checksum()
        return writer.bytes
    }

    mutating func insert(_ slot: Int) { bits[slot >> 3] |= 1 << UInt8(slot & 7) }

    func contains(_ slot: Int) -> Bool { bits[slot >> 3] >> UInt8(slot & 7) & 1 == 1 }

    /// The stretches of collected windows among some slots, first ones first.
    func runs(in slots: ClosedRange<Int>) -> [ClosedRange<Int>] {
        // Mostly nothing is missing.
        if count(in: slots.lowerBound..<slots.upperBound + 1) == slots.count { return [slots] }
        var runs: [ClosedRange<Int>] = []
        for slot in slots where contains(slot) {
            if let last = runs.last, last.upperBound == slot - 1 {
                runs[runs.count - 1] = last.lowerBound...slot
            } else {
                runs.append(slot...slot)
            }
        }
        return runs
    }

    func count(in slots: Range<Int>) -> Int {
        var count = 0
        var slot = slots.lowerBound
        while slot < slots.upperBound {
            // A byte at a time where that can be.
            let isWhole = slot & 7 == 0 && slot + 8 <= slots.upperBound
            count += isWhole ? bits[slot >> 3].nonzeroBitCount : contains(slot) ? 1 : 0
            slot += isWhole ? 8 : 1
        }
        return count
    }
}
