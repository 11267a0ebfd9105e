import NIOCore
import Questions
import TestSupport
import Testing

@testable import Server

@Suite("Wire formats of remote read")
struct RemoteReadWireTests {
    /// The example of Wikipedia's article on Snappy, with one copy in it.
    @Test("a block of Snappy's is expanded")
    func expanded() throws {
        let text = "Wikipedia is a free, web-based, collaborative, multilingual encyclopedia project."
        let start: [UInt8] = [0x51, 0xf0, 0x42]
        let bytes = start + Array(text.utf8.prefix(67)) + [0x01, 0x3b] + [0x24] + Array(text.utf8.dropFirst(71))
        // Four bytes, "pedi", from 59 places before.
        let expanded = try Snappy.expanded(ByteBuffer(bytes: bytes), limit: 100)
        #expect(expanded.count == 0x51)
        #expect(String(decoding: expanded.prefix(67), as: UTF8.self) == String(text.prefix(67)))
    }

    @Test(
        "what is compressed is expanded to the same, across blocks, whatever it is",
        arguments: [0, 1, 5, 70_000, 300_000])
    func roundTrip(count: Int) throws {
        var random = SplitMix64(seed: 1)
        for alphabet in [1, 2, 40, 256] {
            let bytes = (0..<count).map { _ in UInt8(Int.random(in: 0..<alphabet, using: &random)) }
            var stream = SnappyStream(length: count)
            for start in stride(from: 0, to: count, by: 10_007) {
                stream.add(ByteBuffer(bytes: bytes[start..<min(start + 10_007, count)]))
            }
            stream.finish()
            #expect(try Snappy.expanded(stream.output, limit: count) == bytes)
            if alphabet == 1, count > 1000 { #expect(stream.output.readableBytes < count / 15) }
        }
    }

    @Test("what expands to more than is taken is refused before it takes memory")
    func bomb() {
        let bytes: [UInt8] = [0xff, 0xff, 0xff, 0xff, 0x07] + Array(repeating: 0xfe, count: 1000)
        #expect(throws: Snappy.Fault.tooLong) { try Snappy.expanded(ByteBuffer(bytes: bytes), limit: 1000) }
    }

    @Test("the checksum has the value of its definition")
    func checksum() {
        #expect(CRC32C.checksum(ByteBuffer(string: "123456789")) == 0xE306_9283)
    }

    /// Two bytes of count, the time zigzag-coded (300 is 600, 0xd8 0x04), 64 bits of 1.0; the second 15 later, with the same value:
    /// one bit; the third as late again: a bit for the time and one for the value.
    @Test("samples that change little take a bit each")
    func chunk() {
        var chunk = XORChunk()
        for time in [300, 315, 330] { chunk.add(1, at: time) }
        let expected: [UInt8] = [0, 3, 0xd8, 0x04, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 15, 0]
        #expect(Array(chunk.bytes.readableBytesView) == expected)
        #expect((chunk.firstTime, chunk.lastTime) == (300, 330))
    }

    @Test("samples that wait come back as they were, with their gaps")
    func packed() {
        let times = [0, 300_000, 600_000, 650_000, 950_000, 9_000_000]
        let samples = times.enumerated().map { CounterSample(time: $1, value: Double($0) / 3) }
        var packed = PackedSamples(capacity: 2)
        for sample in samples { packed.append(sample) }
        var found: [CounterSample] = []
        packed.forEach { found.append($0) }
        #expect(found == samples)
        #expect(packed.count == times.count)
    }
}
