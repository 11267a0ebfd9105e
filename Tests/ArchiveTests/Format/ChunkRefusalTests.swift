import Latency
import Testing

@testable import Archive
@testable import SQLiteStore

/// Chunks with a right checksum that no writer makes.
@Suite struct ChunkRefusalTests {
    private static let layouts = [1: Samples.layout([0.1, 0.5]), 2: Samples.layout([1])]

    private func read(_ bytes: [UInt8]) throws {
        var writer = ByteWriter(bytes)
        writer.checksum()
        try writer.bytes.withUnsafeBytes { bytes in _ = try Chunk(bytes, layouts: Self.layouts).hoursAndWindows() }
    }

    /// A day without its checksum.
    private func whole() throws -> [UInt8] {
        let windows = (0..<UTCDay.windows).map { $0 < 30 ? Samples.model("m", [$0, 7, 1]) : nil }
        return try #require(try Chunk.encode(windows: ModelDay(slots: windows), layout: { _ in 1 })).dropLast(4)
    }

    @Test("bytes behind the stream, bits behind its end and a stream that is too short are refused")
    func length() throws {
        let whole = try whole()
        try read(whole)
        #expect(throws: BodyError.malformed) { try read(whole + [0]) }
        #expect(throws: BodyError.malformed) { try read(whole + [0x80]) }
        let errors = (1...whole.count - 20).map { missing in
            #expect(throws: BodyError.self) { try read(whole.dropLast(missing)) }
        }
        #expect(errors.contains(.truncated))
    }

    @Test("hours alone are held to the same, and so is where they stop being readable")
    func lengthOfHours() throws {
        let hours = (0..<UTCDay.hours).map { $0 < 5 ? Samples.model("m", [$0, 7, 1]) : nil }
        let whole = try #require(try Chunk.encode(hours: ModelDay(slots: hours), layout: { _ in 1 })).dropLast(4)
        try read(Array(whole))
        #expect(throws: BodyError.malformed) { try read(whole + [0]) }
        for missing in 1...4 { #expect(throws: BodyError.self) { try read(whole.dropLast(missing)) } }
    }

    @Test("layouts out of order, twice or unknown, and places of none are refused")
    func layouts() {
        // Version without totals, kind of hours, layouts, then 24 hours without data, and nothing behind.
        let rest: [UInt8] = [24, 0]
        #expect(throws: Never.self) { try read([1, 1, 2, 1, 2] + rest) }
        #expect(throws: BodyError.malformed) { try read([1, 1, 2, 2, 1] + rest) }
        #expect(throws: BodyError.malformed) { try read([1, 1, 2, 1, 1] + rest) }
        #expect(throws: BodyError.unknownLayout(3)) { try read([1, 1, 1, 3] + rest) }
        #expect(throws: BodyError.malformed) { try read([1, 1, 1, 1, 24, 8, 1, 1]) }
        #expect(throws: BodyError.malformed) { try read([1, 2, 0] + rest) }
    }

    @Test("runs that are empty or longer than the day are refused")
    func runs() {
        #expect(throws: BodyError.malformed) { try read([1, 1, 0, 0, 0, 24, 0]) }
        #expect(throws: BodyError.malformed) { try read([1, 1, 0, 25, 0]) }
        #expect(throws: BodyError.truncated) { try read([1, 1, 0, 23, 0]) }
    }

    @Test("totals that end early, that 63 bits don't count, and whose sum is neither known nor not are refused")
    func totals() {
        // Version, kind of hours, one layout of three buckets, 24 hours without data.
        let start: [UInt8] = [2, 1, 1, 1, 24, 0]
        let most: [UInt8] = [UInt8](repeating: 0xff, count: 8) + [0x7f]
        #expect(throws: Never.self) { try read(start + [0, 0, 0, 0]) }
        #expect(throws: Never.self) { try read(start + most + [0, 0, 1, 7]) }
        #expect(throws: BodyError.truncated) { try read(start + [0, 0]) }
        #expect(throws: BodyError.truncated) { try read(start + [0, 0, 0]) }
        #expect(throws: BodyError.truncated) { try read(start + [0, 0, 0, 1]) }
        #expect(throws: BodyError.malformed) { try read(start + most + [1, 0, 0]) }
        #expect(throws: BodyError.malformed) { try read(start + [0, 0, 0, 2]) }
    }

    @Test("requests of a day that 63 bits don't count are refused")
    func overflow() throws {
        let most = ModelWindow(model: "m", quality: .exact, histogram: Samples.histogram([0.1, 0.5], [.max, 0, 0]))
        let day = ModelDay(slots: (0..<UTCDay.hours).map { $0 < 2 ? most : nil })
        let header = try ChunkHeader.encode(day, kind: Chunk.kindHours, nil) { _ in 1 }
        let known = day.states.mask(0..<UTCDay.hours, \.sumIsKnown)
        var hours = ChunkHours(coder: NumberWriter(after: header), day: day, hoursWithSum: known)
        try hours.run()
        #expect(throws: BodyError.malformed) { try read(hours.coder.finished()) }
    }
}
