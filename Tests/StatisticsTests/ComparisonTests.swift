import Latency
import Testing

@testable import Statistics

/// Latencies between bounds that lie 5 % apart; of a block as many in each bucket as its shape says.
private enum Made {
    static let bounds = (0..<120).map { number in (0..<number).reduce(0.01) { bound, _ in bound * 1.05 } }

    /// A triangle of counts around a bucket; one bucket higher is 5 % slower.
    static func block(peak: Int, requests: Int = 1000, parts: Int = 24, coverage: Double = 1) -> Block {
        var counts = [Int](repeating: 0, count: bounds.count + 1)
        for offset in -10...10 { counts[peak + offset] = requests * (11 - abs(offset)) / 121 }
        let layout = BucketLayout(upperBounds: bounds)
        let part = layout.flatMap { Histogram.Part(layout: $0, counts: counts) }
        let histogram = part.map { Histogram($0, sumMicroseconds: nil) } ?? Histogram()
        return Block(parts: [Histogram](repeating: histogram, count: parts), coverage: coverage)
    }

    /// Blocks that differ by a bucket or not.
    static func baseline(_ count: Int = 14) -> [Block] {
        (0..<count).map { block(peak: 50 + [0, 1, 0, 0, 1][$0 % 5]) }
    }
}

@Suite struct ComparisonTests {
    @Test func `a stretch that is slower than blocks ever were is slower, by as much as it is`() throws {
        let comparison = Comparison(later: Made.block(peak: 56), baseline: Made.baseline(), days: 1)
        #expect(comparison.verdict == .slower)
        #expect(comparison.reason == nil)
        #expect(try #require(comparison.pValue) < 0.001)
        let change = try #require(comparison.p50Change)
        // Between five and six buckets.
        #expect((0.27...0.35).contains(change.estimate))
        #expect(change.low < change.estimate && change.estimate < change.high)
        #expect(change.low > 0.15 && change.high < 0.5)
    }

    @Test func `a stretch that is faster than blocks ever were is faster`() {
        let comparison = Comparison(later: Made.block(peak: 44), baseline: Made.baseline(), days: 1)
        #expect(comparison.verdict == .faster)
        #expect(comparison.p95Change.map { $0.high < 0 } == true)
    }

    @Test func `a stretch like the blocks is the same`() {
        #expect(Comparison(later: Made.block(peak: 50), baseline: Made.baseline(), days: 1).verdict == .same)
    }

    /// Everything in some buckets up to 0.1, 0.2, 0.4, 0.8 and 1.6 s, as much in every part of every block.
    private func coarse(_ counts: [Int]) -> Block {
        let part = BucketLayout(upperBounds: [0.1, 0.2, 0.4, 0.8, 1.6]).flatMap {
            Histogram.Part(layout: $0, counts: counts)
        }
        let histogram = part.map { Histogram($0, sumMicroseconds: nil) } ?? Histogram()
        return Block(parts: [Histogram](repeating: histogram, count: 24))
    }

    @Test(arguments: 0..<5) func `nobody can tell whether requests that all are in one bucket changed`(bucket: Int)
        throws
    {
        let block = coarse((0..<6).map { $0 == bucket ? 120 : 0 })
        let comparison = Comparison(later: block, baseline: [Block](repeating: block, count: 14), days: 1)
        #expect(comparison.verdict == .cannotTell && comparison.reason == .bucketsTooWide && comparison.needed == nil)
        let change = try #require(comparison.p50Change)
        // From one bound to the other: a half, or twice as much; in the first bucket anything.
        #expect(abs(change.low - (bucket == 0 ? -1 : -0.5)) < 1e-9 && change.estimate == 0)
        #expect(bucket == 0 ? change.high == .infinity : abs(change.high - 1) < 1e-9)
    }

    @Test func `a change from one bucket to another is at least what lies between them`() throws {
        let (early, late) = (coarse([120, 0, 0, 0, 0, 0]), coarse([0, 0, 120, 0, 0, 0]))
        let comparison = Comparison(later: late, baseline: [Block](repeating: early, count: 14), days: 1)
        #expect(comparison.verdict == .slower)
        let change = try #require(comparison.p50Change)
        #expect(abs(change.low - 1) < 1e-9 && change.high == .infinity)
    }

    @Test func `one request in a thousand beside a bucket tells of no change inside it`() {
        let block = coarse([0, 1, 998, 1, 0, 0])
        let comparison = Comparison(later: block, baseline: [Block](repeating: block, count: 14), days: 1)
        #expect(comparison.verdict == .cannotTell && comparison.reason == .bucketsTooWide)
    }

    @Test func `shares of several wide buckets that stay are the same`() {
        let block = coarse([500, 3000, 4000, 2000, 450, 50])
        let comparison = Comparison(later: block, baseline: [Block](repeating: block, count: 14), days: 1)
        #expect(comparison.verdict == .same)
    }

    @Test func `the same question has the same answer`() {
        let (later, baseline) = (Made.block(peak: 52), Made.baseline())
        let first = Comparison(later: later, baseline: baseline, days: 1)
        let second = Comparison(later: later, baseline: baseline, days: 1)
        #expect(first.p50Change == second.p50Change)
        #expect(first.p95Change == second.p95Change)
    }

    @Test func `blocks that vary more than ten percent say nothing, but how long it would take`() throws {
        let wild = (0..<14).map { Made.block(peak: [40, 60, 50, 45, 55][$0 % 5]) }
        let comparison = Comparison(later: Made.block(peak: 53), baseline: wild, days: 1)
        #expect(comparison.verdict == .cannotTell)
        #expect(comparison.reason == .variesTooMuch)
        let needed = try #require(comparison.needed)
        #expect(needed.days > 1)
        #expect(try #require(needed.requests) > 24_000)
    }

    @Test func `five blocks are too few, and it says how many days more are needed`() {
        let comparison = Comparison(later: Made.block(peak: 60), baseline: Made.baseline(5), days: 7)
        #expect(comparison.verdict == .cannotTell)
        #expect(comparison.reason == .tooFewBlocks)
        #expect(comparison.needed == Needed(requests: nil, days: 7))
    }

    @Test func `blocks that were collected too little don't count`() {
        let poor = (0..<10).map { _ in Made.block(peak: 50, coverage: 0.79) }
        #expect(Comparison(later: Made.block(peak: 60), baseline: poor, days: 1).reason == .tooFewBlocks)
        let later = Made.block(peak: 60, coverage: 0.79)
        #expect(Comparison(later: later, baseline: Made.baseline(), days: 1).reason == .lowCoverage)
    }

    @Test func `without requests or common bounds there is nothing to compare`() throws {
        let none = Block(parts: [Histogram()])
        #expect(Comparison(later: none, baseline: Made.baseline(), days: 1).reason == .noRequests)
        let other = try #require(
            BucketLayout(upperBounds: [1000]).flatMap { Histogram.Part(layout: $0, counts: [5, 5]) })
        let strange = Block(parts: [Histogram(other, sumMicroseconds: nil)])
        #expect(Comparison(later: strange, baseline: Made.baseline(), days: 1).reason == .noCommonBounds)
    }

    @Test func `five hours of trouble make no day slower, and fifteen do`() {
        func day(slowHours: Int) -> Block {
            Block(
                parts: Made.block(peak: 70, parts: slowHours).parts + Made.block(peak: 50, parts: 24 - slowHours).parts)
        }
        #expect(Comparison(later: day(slowHours: 5), baseline: Made.baseline(), days: 1).verdict != .slower)
        #expect(Comparison(later: day(slowHours: 15), baseline: Made.baseline(), days: 1).verdict == .slower)
    }

    @Test func `who asks at the end of every block must be surer than who asks once`() {
        #expect(ComparisonMethod.everyBlock(ofDays: 1).significance == 0.02 / 30)
        #expect(ComparisonMethod.everyBlock(ofDays: 30).significance == 0.01)
    }
}

@Suite struct SpreadTests {
    @Test func `numbers that are alike from one to the next are worth fewer`() {
        let steps = (0..<28).map { Double($0 / 7 % 2) }
        let mixed = (0..<28).map { Double($0 % 2) }
        #expect(Spread(steps).degrees < Spread(mixed).degrees)
        #expect(Spread(steps).deviation > Spread(mixed).deviation)
    }

    @Test func `numbers in turns are worth as many as there are`() {
        #expect(Spread((0..<28).map { Double($0 % 2) }).degrees == 27)
    }
}
