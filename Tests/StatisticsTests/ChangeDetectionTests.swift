import Latency
import Testing

@testable import Statistics

@Suite struct EnergyDivisionTests {
    /// The definition, pair by pair.
    private func divergence(_ left: ArraySlice<Double>, _ right: ArraySlice<Double>) -> Double {
        let (n, m) = (Double(left.count), Double(right.count))
        func mean(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>, pairs: Double) -> Double {
            a.reduce(0) { sum, x in sum + b.reduce(0) { $0 + abs(x - $1) } } / pairs
        }
        return n * m / (n + m)
            * (2 * mean(left, right, pairs: n * m) - mean(left, left, pairs: n * (n - 1))
                - mean(right, right, pairs: m * (m - 1)))
    }

    @Test func `it is where the divergence of all pairs is greatest`() throws {
        let values = [3, 1, 4, 1, 5, 9, 2, 16, 15, 13, 15, 18, 19, 17.0]
        let found = try #require(EnergyDivision(values[2...], shortest: 3))
        let best = (5...11).map { ($0, divergence(values[2..<$0], values[$0...])) }.max { $0.1 < $1.1 }
        #expect(found.index == best?.0)
        #expect(found.index == 7)
        #expect(abs(found.divergence - (best?.1 ?? 0)) < 1e-9)
    }

    @Test func `too short a series has none`() {
        #expect(EnergyDivision([1, 2, 9, 9, 9][...], shortest: 3) == nil)
    }
}

@Suite struct ChangeDetectionTests {
    private static let bounds = (0..<100).map { number in (0..<number).reduce(0.01) { bound, _ in bound * 1.02 } }

    /// Latencies about a bucket; one bucket higher is 2 % slower.
    private func day(_ peak: Int) throws -> Block {
        var counts = [Int](repeating: 0, count: Self.bounds.count + 1)
        for offset in -8...8 { counts[peak + offset] = 9 - abs(offset) }
        let layout = try #require(BucketLayout(upperBounds: Self.bounds))
        let part = try #require(Histogram.Part(layout: layout, counts: counts))
        let histogram = Histogram(part, sumMicroseconds: nil)
        return Block(parts: [Histogram](repeating: histogram, count: 24))
    }

    /// 0, 1 or 2 buckets, from a seed.
    private func noise(_ count: Int, _ seed: UInt64) -> [Int] {
        var random = Resampler(seed: seed)
        return (0..<count).map { _ in random.index(below: 3) }
    }

    @Test func `two steps are found where they are, with what lies between them`() throws {
        let days = try noise(90, 7).enumerated().map { day, noise in
            try self.day(30 + noise + (day >= 30 && day < 70 ? 12 : 0))
        }
        let points = try #require(ChangeDetection(days, cycle: days.indices.map { $0 % 7 })).points()
        #expect(points.map(\.index) == [30, 70])
        #expect(points.map(\.before) == [0..<30, 30..<70])
        #expect(points.map(\.after) == [30..<70, 70..<90])
        #expect(points.allSatisfy { $0.earliest <= $0.index && $0.index <= $0.latest && $0.pValue < 0.001 })
    }

    @Test func `a step that concerns nobody is none`() throws {
        let days = try noise(60, 8).enumerated().map { try day(30 + $1 + ($0 >= 30 ? 4 : 0)) }
        #expect(try #require(ChangeDetection(days, cycle: days.indices.map { $0 % 7 })).points().isEmpty)
    }

    @Test func `weekends are no changes`() throws {
        let days = try noise(84, 9).enumerated().map { try day(30 + $1 + ($0 % 7 > 4 ? 10 : 0)) }
        #expect(try #require(ChangeDetection(days, cycle: days.indices.map { $0 % 7 })).points().isEmpty)
    }

    @Test func `a step is found in three weeks, in which weekdays say little`() throws {
        let days = try noise(21, 10).enumerated().map { try day(30 + $1 + ($0 >= 12 ? 12 : 0)) }
        #expect(try #require(ChangeDetection(days, cycle: days.indices.map { $0 % 7 })).points().map(\.index) == [12])
    }

    @Test func `a step is found among weekends`() throws {
        let days = try noise(56, 12).enumerated().map { try day(30 + $1 + ($0 % 7 > 4 ? 10 : 0) + ($0 >= 25 ? 8 : 0)) }
        #expect(try #require(ChangeDetection(days, cycle: days.indices.map { $0 % 7 })).points().map(\.index) == [25])
    }

    @Test func `a wandering series is worth fewer days than it has`() throws {
        // Slowly up and down again by 16 %.
        let days = try (0..<56).map { try day(30 + abs($0 % 28 - 14) / 2) }
        #expect(try #require(ChangeDetection(days, cycle: days.indices.map { $0 % 7 })).points().isEmpty)
    }
}
