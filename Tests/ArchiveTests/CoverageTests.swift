import Latency
import TestSupport
import Testing

@testable import Archive

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
        let expected: [UInt8] = [1, 1, 0x01, 0x02] + [UInt8](repeating: 0, count: 33) + [0x80]
        #expect(some.encoded.dropLast(4) == expected[...])
        #expect(try some.encoded.withUnsafeBytes(Coverage.init) == some)
        for (place, value) in [(0, 2), (1, 2)] {
            var body = Array(expected)
            body[place] = UInt8(value)
            var writer = ByteWriter(body)
            writer.checksum()
            #expect(throws: BodyError.self) { try writer.bytes.withUnsafeBytes(Coverage.init) }
        }
    }
}
