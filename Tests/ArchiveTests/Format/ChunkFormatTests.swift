import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

/// The bytes of a chunk. A reader written from the description of `Chunk` alone, in another language, has read these as the
/// day below: whatever changes them, changes the format.
@Suite struct ChunkFormatTests {
    private static let short = Samples.layout([0.1, 0.5])
    private static let long = Samples.layout([1])

    private static func window(_ slot: Int) -> ModelWindow? {
        func model(_ histogram: Histogram, _ quality: Quality) -> ModelWindow {
            ModelWindow(model: "m", quality: quality, histogram: histogram)
        }
        switch slot {
        case 0..<24:
            return model(Samples.histogram([0.1, 0.5], [slot, slot * 7 % 5, 0], sum: 1000 * slot - 3), .exact)
        case 30..<36: return model(Samples.histogram([0.1, 0.5], [0, 0, 0], sum: slot == 33 ? 77 : 0), .spanned)
        case 36..<60:
            var both = Samples.histogram([0.1, 0.5], [3, 0, slot % 2], sum: nil)
            both.merge(Samples.histogram([1], [slot * slot % 17, slot == 40 ? 900 : 2]))
            return model(both, .partial)
        case 60..<72:
            return model(Samples.histogram([1], [0, slot == 65 ? 5_000_000 : 1], sum: 1_000_000_000 + slot), .reset)
        default: return nil
        }
    }

    private static let windows = (0..<UTCDay.windows).map(window)
    private static func id(_ layout: BucketLayout) -> Int { layout == short ? 300 : 2 }

    private static func decode(_ bytes: [UInt8]) throws -> (
        windows: ModelDay?, hours: ModelDay, total: ModelDay.Total?
    ) {
        try bytes.withUnsafeBytes { bytes in
            let chunk = try Chunk(bytes, layouts: [300: short, 2: long])
            let day = try chunk.hoursAndWindows()
            return (day.windows, day.hours, try chunk.total())
        }
    }

    @Test("a day of two layouts, four qualities, gaps and sums known and not is written as these bytes, and read")
    func windows() throws {
        let day = ModelDay(slots: Self.windows)
        #expect(try Chunk.encode(windows: day, layout: Self.id).map(hex) == Self.wholeDay)
        #expect(try Self.decode(bytes(Self.wholeDay)).windows == day)
    }

    @Test("so are its hours alone")
    func hours() throws {
        let hours = try #require(ModelDay(slots: Self.windows).hours())
        #expect(try Chunk.encode(hours: hours, layout: Self.id).map(hex) == Self.hoursAlone)
        #expect(try Self.decode(bytes(Self.hoursAlone)).hours == hours)
    }

    @Test("what was written before chunks had totals is read as the same")
    func earlier() throws {
        let day = ModelDay(slots: Self.windows)
        let whole = try Self.decode(bytes(Self.wholeDayBefore))
        let alone = try Self.decode(bytes(Self.hoursAloneBefore))
        #expect(whole.windows == day)
        #expect(alone.hours == day.hours())
        let total = try #require(try Self.decode(bytes(Self.wholeDay)).total)
        #expect(total.histogram.requests == 5_001_567)
        #expect(whole.total == total)
        #expect(alone.total == total)
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.compactMap { $0.hexDigitValue }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    private static let wholeDay =
        "020002ac0202180c01000600060d0100180b0200010c0e0101d80100dc022f0ccb01fd9db10200878416c02000002349a800"
        + "6c0050312838187f22b9a8034000005f038000008cb000002f312d2c9406b01209a04d0000022e07db9a09ffffffffffffff"
        + "c38308f1a36730bf5e0c83ca9dbca4bf5ddaa8ccd9b366ccd9b7bde9c0000de004cc0027c09c2800000ae11a02404806802c"
        + "0780901603c03c03c0783c0683c03c1a0000002996e6a000005377c84000508fc02f445006259e0000225a04000040000400"
        + "0080001000020e8c9c530e65f58ffdc576ef9f9c6504f6613e7558a7954c4e6bd771810fabc299c5768889a000000ff73581"
        + "ba000003fdcd60d30000f3584de017358670017358802000004565a09ccac000000380000007000000060000001800000000"
        + "79b983c6"
    private static let hoursAlone =
        "020102ac0202020c0100010d0100020b020001010e01011200dc022f0ccb01fd9db10200878416c02000002349a8006c0050"
        + "312838187f22b9a8034000005f038000008cb000002f312d2c9406b01209a04d0000022e07db9a08aa540aad"
    private static let wholeDayBefore =
        "010002ac0202180c01000600060d0100180b0200010c0e0101d80100878416c02000002349a8006c0050312838187f22b9a8"
        + "034000005f038000008cb000002f312d2c9406b01209a04d0000022e07db9a09ffffffffffffffc38308f1a36730bf5e0c83"
        + "ca9dbca4bf5ddaa8ccd9b366ccd9b7bde9c0000de004cc0027c09c2800000ae11a02404806802c0780901603c03c03c0783c"
        + "0683c03c1a0000002996e6a000005377c84000508fc02f445006259e0000225a040000400004000080001000020e8c9c530e"
        + "65f58ffdc576ef9f9c6504f6613e7558a7954c4e6bd771810fabc299c5768889a000000ff73581ba000003fdcd60d30000f3"
        + "584de017358670017358802000004565a09ccac0000003800000070000000600000018000000000da67f71"
    private static let hoursAloneBefore =
        "010102ac0202020c0100010d0100020b020001010e01011200878416c02000002349a8006c0050312838187f22b9a8034000"
        + "005f038000008cb000002f312d2c9406b01209a04d0000022e07db9a08e0ff08cc"
}
