import Latency
import TestSupport
import Testing

@testable import Archive
@testable import SQLiteStore

@Suite struct HotRowTests {
    private let short = Samples.layout([0.1, 0.5])
    private let long = Samples.layout([0.1, 0.5, 1])

    private func encode(_ models: [ModelWindow]) throws -> [UInt8] {
        try HotRow.encode(
            models, series: { $0 == "a" ? 7 : 2 }, layout: { $0.upperBounds.count == 2 ? 3 : 9 })
    }

    private var decoder: HotRowDecoder {
        HotRowDecoder(series: [7: "a", 2: "b"], layouts: [3: short, 9: long])
    }

    private func decode(_ bytes: [UInt8]) throws -> [ModelWindow] {
        return try bytes.withUnsafeBytes { try decoder.decode($0) }
    }

    private var twoLayouts: [ModelWindow] {
        var histogram = Samples.histogram([0.1, 0.5], [5, 300, 0], sum: -3)
        histogram.merge(Samples.histogram([0.1, 0.5, 1], [0, 0, 0, 0]))
        return [ModelWindow(model: "a", quality: .reset, histogram: histogram)]
    }

    @Test("the checksum is the one of zip: 0xCBF43926 for 123456789")
    func checkValue() {
        #expect(Array("123456789".utf8).withUnsafeBytes(CRC32.checksum) == 0xCBF4_3926)
        #expect([UInt8]().withUnsafeBytes(CRC32.checksum) == 0)
    }

    @Test("the checksum of any number of bytes is that which its polynomial gives bit by bit")
    func checksumOfAnyLength() {
        var bytes: [UInt8] = []
        for length in 0..<600 {
            let offset = length % 7
            var sum = UInt32.max
            for byte in bytes.dropFirst(offset) {
                sum ^= UInt32(byte)
                for _ in 0..<8 {
                    let isOdd = sum & 1 == 1
                    sum >>= 1
                    if isOdd { sum ^= 0xEDB8_8320 }
                }
            }
            let found = bytes.withUnsafeBytes { CRC32.checksum(UnsafeRawBufferPointer(rebasing: $0.dropFirst(offset))) }
            #expect(found == ~sum, "\(length) bytes")
            bytes.append(UInt8(truncatingIfNeeded: length * length * 31 + 7))
        }
    }

    @Test("the bytes of a row are those that its description says")
    func golden() throws {
        // The checksum is Python's zlib.crc32 of what precedes it.
        let expected: [UInt8] = [
            0x01,  // version
            0x07, 0x09,  // series, length of the rest
            0x06, 0x05,  // reset, sum known: -3
            0x03, 0x02, 0x05, 0xac, 0x02,  // layout 3, two counts: 5 and 300
            0x09, 0x00,  // layout 9, no counts
        ]
        #expect(try Array(encode(twoLayouts).dropLast(4)) == expected)
        #expect(try encode([]) == [0x01, 0x1b, 0xdf, 0x05, 0xa5])
    }

    @Test("a row that was put together by hand is read")
    func readGolden() throws {
        let bytes: [UInt8] = [0x01, 0x02, 0x06, 0x03, 0x03, 0x03, 0x01, 0x02, 0x03] + Self.goldenChecksum
        let expected = ModelWindow(
            model: "b", quality: .partial, histogram: Samples.histogram([0.1, 0.5], [1, 2, 3], sum: nil))
        #expect(try decode(bytes) == [expected])
    }

    @Test("the extremes of every number survive")
    func extremes() throws {
        for sum in [nil, 0, -1, 1, Int.min, Int.max] {
            for count in [0, 1, 127, 128, 1 << 53, Int.max] {
                let histogram = Samples.histogram([0.1, 0.5], [0, count, 0], sum: sum)
                let models = [ModelWindow(model: "a", quality: .spanned, histogram: histogram)]
                #expect(try decode(encode(models)) == models)
            }
        }
        #expect(try decode(encode(twoLayouts)) == twoLayouts)
    }

    @Test("a series or a layout that nobody knows is an error, a skipped model's layout is not")
    func unknownIDs() throws {
        let bytes = try encode(twoLayouts)
        func decode(_ decoder: HotRowDecoder) throws -> [ModelWindow] {
            try bytes.withUnsafeBytes { try decoder.decode($0) }
        }
        #expect(throws: BodyError.unknownSeries(7)) { try decode(HotRowDecoder(series: [:], layouts: [3: short])) }
        #expect(throws: BodyError.unknownLayout(9)) {
            try decode(HotRowDecoder(series: [7: "a"], layouts: [3: short]))
        }
        #expect(try decode(HotRowDecoder(series: [7: SeriesKey?.none], layouts: [:])) == [])
    }

    @Test("a row of a later format is refused as such")
    func laterFormat() throws {
        #expect(throws: BodyError.unknownVersion(2)) { try decode(Self.sealed([2, 7, 9])) }
    }

    @Test("no flipped bit and no missing byte is accepted")
    func flippedBits() throws {
        let bytes = try encode(twoLayouts + [Samples.model("b", [100, 2000, 30000])])
        for bit in 0..<bytes.count * 8 {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: BodyError.wrongChecksum) { try decode(damaged) }
        }
        for length in 0..<bytes.count {
            #expect(throws: BodyError.self) { try decode(Array(bytes[..<length])) }
        }
    }

    @Test("random bytes are refused")
    func randomBytes() {
        var random = SplitMix64(seed: 1)
        var accepted: [[UInt8]] = []
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...60, using: &random)
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            if (try? decode(bytes)) != nil { accepted.append(bytes) }
        }
        #expect(accepted.isEmpty)
    }

    @Test("impossible contents under a right checksum neither crash nor pass for something")
    func sealedGarbage() throws {
        var random = SplitMix64(seed: 2)
        let good = try Array(encode(twoLayouts).dropLast(4))
        var decoded = 0
        for _ in 0..<20_000 {
            let garbage = Self.spoiled(good, &random)
            for model in (try? decode(Self.sealed(garbage))) ?? [] {
                decoded += 1
                guard model.histogram.requests < 0 else { continue }
                Issue.record("negative count from \(garbage)")
            }
        }
        // Otherwise nothing got as far as a histogram.
        #expect(decoded > 100)
    }

    private static func spoiled(_ good: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = good
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 1..<bytes.count, using: &random)
            // Small numbers and the ends of the range lead furthest into the decoder.
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = 0xff
            case 1: bytes[place] = 0x80
            case 2: bytes.insert(0xff, at: place)
            case 3: bytes.remove(at: place)
            default: bytes[place] = UInt8.random(in: 0...9, using: &random)
            }
        }
        return bytes
    }

    @Test("lengths and counts are checked before anything is made of them")
    func hugeLengths() {
        let huge: [UInt8] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]
        #expect(throws: BodyError.truncated) { try decode(Self.sealed([1, 7] + huge)) }
        #expect(throws: BodyError.malformed) { try decode(Self.sealed([1, 7, 11, 0, 3] + huge)) }
        // Eleven bytes of a number, and one that is 2^63.
        #expect(throws: BodyError.malformed) { try decode(Self.sealed([1] + [UInt8](repeating: 0x80, count: 11))) }
        #expect(throws: BodyError.malformed) {
            try decode(Self.sealed([1] + [UInt8](repeating: 0x80, count: 9) + [0x01, 0x00]))
        }
        // Two counts whose sum is more than an Int.
        #expect(throws: BodyError.malformed) { try decode(Self.sealed([1, 7, 21, 0, 3, 2] + huge + huge)) }
    }

    /// The bytes with the checksum that makes them a row.
    private static func sealed(_ bytes: [UInt8]) -> [UInt8] {
        var writer = ByteWriter()
        for byte in bytes { writer.byte(byte) }
        writer.checksum()
        return writer.bytes
    }

    /// Python: zlib.crc32(bytes([1, 2, 6, 3, 3, 3, 1, 2, 3])), little-endian.
    private static let goldenChecksum: [UInt8] = [0x35, 0xcc, 0xfb, 0xa9]
}
