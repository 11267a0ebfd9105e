import Latency
import TestSupport
import Testing

@testable import Archive

@Suite("The parts of a hot row") struct HotPartsTests {
    private let place = Place(table: .hot, key: 3 << 40 | 7)
    private let layout = BucketLayout(upperBounds: [0.1, 0.5])!

    /// A body of some series, with the checksum of its place.
    private func body(of series: [Int]) throws -> [UInt8] {
        let models = try series.map { id in
            let part = try #require(Histogram.Part(layout: layout, counts: [id % 7, id, 3]))
            return ModelWindow(model: Name("\(id)"), quality: .exact, histogram: Histogram(part, sumMicroseconds: id))
        }
        let bytes = try HotRow.encode(
            models, series: { (key) throws(ArchiveError) in Int(key.model.text) ?? 0 },
            layout: { (_) throws(ArchiveError) in 1 })
        return place.marked(bytes)
    }

    private func stored(_ parts: [UInt8], of body: [UInt8], at place: Place? = nil) -> HotParts? {
        parts.withUnsafeBytes { parts in
            body.withUnsafeBytes { body in
                HotParts(
                    parts, at: place ?? self.place, bodyLength: body.count,
                    bodyEnd: UnsafeRawBufferPointer(rebasing: body.suffix(4)))
            }
        }
    }

    private func parted(_ body: [UInt8]) -> HotParts? { body.withUnsafeBytes { HotParts(of: $0, at: place) } }

    /// What is read of some series.
    private func part(of body: [UInt8], _ parts: HotParts, _ ranges: [Range<Int>]) -> [UInt8]? {
        body.withUnsafeBytes { body in
            parts.body(of: ranges.map { ($0, UnsafeRawBufferPointer(rebasing: body[$0])) })
        }
    }

    /// The series of a body, and what it has of them.
    private func models(of body: [UInt8], among all: [Int]) throws -> [Name: ModelWindow] {
        let decoder = HotRowDecoder(
            series: Dictionary(uniqueKeysWithValues: all.map { ($0, SeriesKey(Name("\($0)"))) }), layouts: [1: layout])
        let models = try body.withUnsafeBytes { try decoder.decode($0, mark: place.mark) }
        return Dictionary(uniqueKeysWithValues: models.map { ($0.series.model, $0) })
    }

    @Test("are read as they were stored, and have what is asked for, at most 256 series for one", arguments: 1...3)
    func some(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        // In any order, with gaps.
        let series = Set((0..<1500).map { _ in Int.random(in: 0..<9000, using: &random) }).shuffled(using: &random)
        let body = try body(of: series)
        let whole = try models(of: body, among: series)
        let made = try #require(parted(body))
        let parts = try #require(stored(made.encoded, of: body))
        #expect(parts.encoded == made.encoded)
        for count in [1, 1, 1, 3, 40] {
            let wanted = (0..<count).compactMap { _ in series.randomElement(using: &random) }
            let ranges = parts.ranges(of: NumberSet(wanted).stretches)
            #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
            let read = try #require(part(of: body, parts, ranges))
            let found = try models(of: read, among: series)
            for id in wanted { #expect(found[Name("\(id)")] == whole[Name("\(id)")]) }
            #expect(found.allSatisfy { whole[$0.key] == $0.value } && (count > 1 || found.count <= 256))
        }
        #expect(parts.ranges(of: [9000..<9001]) == [] && parts.ranges(of: []) == [])
        let none = try #require(part(of: body, parts, []))
        #expect(try models(of: none, among: []).isEmpty)
        let all = parts.ranges(of: [0..<9000])
        #expect(all == [1..<body.count - 4] && part(of: body, parts, all) == body)
    }

    @Test("are none of few series, nor of what is no hot row")
    func few() throws {
        let (few, more) = (try body(of: Array(0..<256)), try body(of: Array(0..<257)))
        #expect(parted(few) == nil && parted(more) != nil)
        #expect(parted([]) == nil && parted([2] + more.dropFirst()) == nil && parted([UInt8](more.dropLast(9))) == nil)
    }

    @Test("are those of no other body, and of no other place, and no byte of them is wrong unnoticed")
    func damaged() throws {
        let body = try body(of: Array(0..<600))
        let made = try #require(parted(body))
        let stored = made.encoded
        var other = body
        other[other.count - 1] ^= 1
        #expect(self.stored(stored, of: other) == nil && self.stored(stored, of: body + [0]) == nil)
        #expect(self.stored(stored, of: body, at: Place(table: .hot, key: place.key + 1)) == nil)
        for index in stored.indices {
            var damaged = stored
            damaged[index] ^= 0x10
            #expect(self.stored(damaged, of: body) == nil)
        }
        let parts = try #require(self.stored(stored, of: body))
        #expect(parts.encoded == stored)
        let range = try #require(parts.ranges(of: [300..<301]).first)
        for index in body.indices {
            var damaged = body
            damaged[index] ^= 0x10
            #expect((part(of: damaged, parts, [range]) == nil) == range.contains(index))
        }
        #expect(body.withUnsafeBytes { parts.body(of: [(range, UnsafeRawBufferPointer(rebasing: $0[1..<9]))]) } == nil)
    }
}
