import Latency
import TestSupport
import Testing

@testable import Archive
@testable import SQLiteStore

/// Which windows of a sealed day were collected.
@Suite struct CoverageTests {
    private func coverage(_ slots: [Int], hasWindows: Bool = true) -> Coverage {
        var coverage = Coverage(hasWindows: hasWindows)
        for slot in slots { coverage.insert(slot) }
        return coverage
    }

    @Test("counts and runs of any stretch are those of its windows one by one")
    func stretches() {
        var random = SplitMix64(seed: 4)
        for share in [0.02, 0.5, 0.98, 1] {
            let slots = (0..<UTCDay.windows).filter { _ in Double.random(in: 0..<1, using: &random) < share }
            let coverage = coverage(slots)
            for _ in 0..<400 {
                let first = Int.random(in: 0..<UTCDay.windows, using: &random)
                let last = min(UTCDay.windows - 1, first + Int.random(in: 0...40, using: &random))
                let expected = slots.filter { (first...last).contains($0) }
                #expect(coverage.count(in: first..<last + 1) == expected.count)
                let runs = coverage.runs(in: first...last)
                #expect(runs.flatMap(Array.init) == expected)
                #expect(zip(runs, runs.dropFirst()).allSatisfy { $0.upperBound + 1 < $1.lowerBound })
            }
        }
    }

    @Test("it is written as its description says, and read")
    func bytes() throws {
        let some = coverage([0, 9, 287], hasWindows: false)
        // Version, kind, the lowest bit of the first byte, the second one of the second, the highest of the last.
        let expected: [UInt8] = [2, 1, 0x01, 0x02] + [UInt8](repeating: 0, count: 33) + [0x80]
        #expect(some.encoded.dropLast(4) == expected[...])
        #expect(try decoded(some.encoded) == some)
        for (place, value) in [(0, 1), (1, 2)] {
            var body = Array(expected)
            body[place] = UInt8(value)
            var writer = ByteWriter(body)
            writer.checksum()
            #expect(throws: BodyError.self) { try decoded(writer.bytes) }
        }
    }

    @Test("the series that have a chunk are written as stretches, and read")
    func series() throws {
        var some = coverage([5], hasWindows: true)
        for id in [9, 1, 2, 300, 3, 9, 301] { some.insert(series: id) }
        #expect(some.series == [1..<4, 9..<10, 300..<302])
        // From 0 to 1, three; from 4 to 9, one; from 10 to 300 (290 is 0xa2 0x02), two.
        #expect(some.encoded.dropLast(4).suffix(7) == [1, 3, 5, 1, 0xa2, 0x02, 2])
        #expect(try decoded(some.encoded) == some)
        some.remove(series: 2)
        #expect(some.series == [1..<2, 3..<4, 9..<10, 300..<302])
        for wrong: [UInt8] in [[1], [1, 0], [1, 1, 0, 1], [1, 0xff]] {
            var writer = ByteWriter(Array(coverage([5], hasWindows: true).encoded.dropLast(4)) + wrong)
            writer.checksum()
            #expect(throws: BodyError.self) { try decoded(writer.bytes) }
        }
    }

    private func decoded(_ bytes: [UInt8]) throws -> Coverage { try bytes.withUnsafeBytes { try Coverage($0) } }
}
