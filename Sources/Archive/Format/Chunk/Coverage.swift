import Latency

/// Which windows of a sealed day were collected, how fine its chunks are, and of which series there are any, so that one
/// that is gone is missed: the `body` of a `coverage` row.
///
///     coverage = version, kind, 36 bytes, series*, checksum
///     version  = one byte, 2
///     kind     = one byte: 0 the day's chunks have windows, 1 they have hours alone
///     36 bytes = one bit per window of the day, 1 for a collected one, from the lowest bit of the first byte on
///     series   = gap, length                              neighbouring ids with a chunk: how many ids lie between the end
///                                                         of those before (or 0) and these, and how many these are
///     checksum = CRC-32 of everything before it (see `CRC32`) xor that of the row's place (see `Place`), four bytes,
///                little-endian
///
/// The numbers of `series` are unsigned LEB128 (see `ByteReader.number`).
struct Coverage: Equatable {
    static let version: UInt8 = 2

    /// Whether the day's windows are kept, not its hours alone.
    var hasWindows: Bool
    private var bits = [UInt8](repeating: 0, count: UTCDay.windows / 8)

    /// The ids that have a chunk.
    private(set) var ids = NumberSet()
    /// The same, ascending, as stretches that don't touch.
    var series: [Range<Int>] { ids.stretches }

    init(hasWindows: Bool = true) { self.hasWindows = hasWindows }

    /// `mark` is that of the row's place.
    init(_ bytes: UnsafeRawBufferPointer, mark: UInt32 = 0) throws(BodyError) {
        var reader = try ByteReader(checked: bytes, version: Coverage.version, mark: mark)
        let kind = try reader.byte()
        guard kind <= 1, reader.remaining >= bits.count else { throw .malformed }
        hasWindows = kind == 0
        bits = [UInt8](try reader.slice(bits.count).rest)
        ids = try NumberSet(&reader, below: DayKey.seriesMask + 1)
    }

    var encoded: [UInt8] {
        var writer = ByteWriter([Coverage.version, hasWindows ? 0 : 1] + bits)
        ids.write(to: &writer)
        writer.checksum()
        return writer.bytes
    }

    func hasChunk(of id: Int) -> Bool { ids.contains(id) }

    mutating func insert(series id: Int) { ids.insert(id) }

    mutating func remove(series id: Int) { ids.remove(id..<id + 1) }

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
