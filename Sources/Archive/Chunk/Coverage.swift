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
    var hasWindows = true
    private(set) var isCollected = [Bool](repeating: false, count: UTCDay.windows)

    init() {}

    init(_ bytes: UnsafeRawBufferPointer) throws(BodyError) {
        var reader = try ByteReader(checked: bytes, version: Coverage.version)
        let kind = try reader.byte()
        guard kind <= 1, reader.remaining == UTCDay.windows / 8 else { throw .malformed }
        hasWindows = kind == 0
        for first in stride(from: 0, to: UTCDay.windows, by: 8) {
            let byte = try reader.byte()
            for bit in 0..<8 { isCollected[first + bit] = byte >> UInt8(bit) & 1 == 1 }
        }
    }

    var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.byte(Coverage.version)
        writer.byte(hasWindows ? 0 : 1)
        for first in stride(from: 0, to: UTCDay.windows, by: 8) {
            writer.byte((0..<8).reduce(0) { $0 | (isCollected[first + $1] ? 1 << UInt8($1) : 0) })
        }
        writer.checksum()
        return writer.bytes
    }

    mutating func insert(_ slot: Int) { isCollected[slot] = true }

    func contains(_ slot: Int) -> Bool { isCollected[slot] }

    /// The stretches of collected windows among some slots, first ones first.
    func runs(in slots: ClosedRange<Int>) -> [ClosedRange<Int>] {
        var runs: [ClosedRange<Int>] = []
        var first: Int?
        for slot in slots {
            if isCollected[slot] {
                if first == nil { first = slot }
            } else if let start = first {
                runs.append(start...slot - 1)
                first = nil
            }
        }
        if let first { runs.append(first...slots.upperBound) }
        return runs
    }

    func count(in slots: Range<Int>) -> Int { isCollected[slots].count { $0 } }
}
