import TestSupport
import Testing

@testable import Archive
@testable import SQLiteStore

@Suite struct NumberSetTests {
    @Test(
        "it holds what a set of the same numbers holds, in as few stretches as there are, and is read as it was written"
    )
    func random() throws {
        var random = SplitMix64(seed: 1)
        for _ in 0..<200 {
            var (numbers, reference) = (NumberSet(), Set<Int>())
            for _ in 0..<60 {
                let number = Int.random(in: 0..<40, using: &random)
                if Bool.random(using: &random) {
                    numbers.insert(number)
                    reference.insert(number)
                } else {
                    let stretch = number..<number + Int.random(in: 0..<4, using: &random)
                    numbers.remove(stretch)
                    reference.subtract(stretch)
                }
            }
            let other = Set((0..<20).map { _ in Int.random(in: 0..<40, using: &random) })
            #expect(numbers.stretches.flatMap(Array.init) == reference.sorted())
            #expect(zip(numbers.stretches, numbers.stretches.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
            #expect((0..<45).allSatisfy { numbers.contains($0) == reference.contains($0) })
            #expect(numbers.subtracting(NumberSet(other)) == NumberSet(reference.subtracting(other)))
            #expect((0..<40).allSatisfy { numbers.intersects($0..<$0 + 3) == !reference.isDisjoint(with: $0..<$0 + 3) })
            let others = NumberSet(other).stretches
            #expect(NumberSet.intersects(numbers.stretches[...], others) == !reference.isDisjoint(with: other))
            #expect((0..<45).allSatisfy { n in numbers.gaps.contains { $0.contains(n) } == !reference.contains(n) })
            var writer = ByteWriter()
            numbers.write(to: &writer)
            let read = try writer.bytes.withUnsafeBytes { bytes in
                var reader = ByteReader(bytes)
                return try NumberSet(&reader)
            }
            #expect(read == numbers)
        }
    }

    @Test("what lies beyond a number is what was first or last, as far as it lies there")
    func beyond() {
        let numbers = NumberSet([3, 4, 5, 9, 10])
        #expect(numbers.stretch(beyond: nil, last: false) == 3..<6)
        #expect(numbers.stretch(beyond: 5, last: false) == 3..<5)
        #expect(numbers.stretch(beyond: 3, last: false) == nil)
        #expect(numbers.stretch(beyond: 9, last: true) == 10..<11)
        #expect(numbers.stretch(beyond: 10, last: true) == nil)
        #expect(NumberSet().stretch(beyond: 1, last: true) == nil)
    }

    @Test(
        "numbers that can't be counted up from are left out, and stretches that overlap, touch or end nowhere are refused"
    )
    func limits() {
        #expect(NumberSet([-1, .max, .min]).isEmpty)
        for bytes: [UInt8] in [[0, 0], [1, 2, 0, 1], [5], [0, 200, 1], [0] + [UInt8](repeating: 255, count: 9)] {
            #expect(throws: BodyError.self) {
                try bytes.withUnsafeBytes { bytes in
                    var reader = ByteReader(bytes)
                    _ = try NumberSet(&reader, below: 100)
                }
            }
        }
    }
}
