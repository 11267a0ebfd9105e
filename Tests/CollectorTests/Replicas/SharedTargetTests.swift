import Latency
import TestSupport
import Testing

@testable import Collector

/// The window is (300, 600]; scrapes are 15 s apart.
@Suite("Several processes behind one target")
struct SharedTargetTests {
    private let window = Window(endedAt: 600)

    @Test(
        "are found by counts that rise and fall, and none of their lifetimes is counted",
        arguments: [
            [1_000_000.0, 999_000], [1_000_000, 500_000], [1_000_000, 900], [70_000, 69_000, 68_500, 71_000],
        ])
    func found(lifetimes: [Double]) throws {
        for seed in UInt64(1)...20 {
            let increment = try increment(workers(lifetimes, seed: seed))
            #expect(increment == Counted(requests: 0, quality: .partial, isShared: true), "seed \(seed)")
        }
    }

    @Test("are found by the starts that they tell in turn, where counts only rise")
    func byStart() throws {
        var history = history((0..<40).map { 100 + Double($0) * 30 })
        history.tellStarts { $0 < 400 ? -5000 : -4000 }
        #expect(try increment(history) == Counted(requests: 0, quality: .partial, isShared: true))
    }

    @Test("are not seen in a process that crashes again and again, told or not")
    func crashLoop() throws {
        for isTold in [true, false] {
            for seed in UInt64(1)...20 {
                var random = SplitMix64(seed: seed)
                var (count, start, starts) = (0.0, 0.0, [Double: Double]())
                var history = history(
                    (0..<40).map { place in
                        count += Double(Int.random(in: 0...20, using: &random))
                        if Int.random(in: 0..<5, using: &random) == 0 {
                            count = Double(Int.random(in: 0...12, using: &random))
                            start = Double(place) * 15 + 5
                        }
                        starts[Double(place) * 15 + 15] = start
                        return count
                    })
                if isTold { history.tellStarts { starts[$0] } }
                #expect(try increment(history).isShared == false, "seed \(seed)")
            }
        }
    }

    @Test("are not seen in a single restart of a busy one")
    func restart() throws {
        let (before, after) = ((0..<30).map { Double(500_000 + $0 * 900) }, (1...10).map { Double($0 * 900) })
        #expect(try increment(history(before + after)) == Counted(requests: 20 * 900, quality: .reset, isShared: false))
    }

    @Test("are suspected in a fall that no restart explains, which is left out")
    func fall() throws {
        let (before, after) = ((0..<30).map { Double(500_000 + $0) }, (0..<10).map { Double(400_000 + $0) })
        #expect(try increment(history(before + after)) == Counted(requests: 0, quality: .partial, isShared: true))
    }

    private struct Counted: Equatable {
        let requests: Int
        let quality: Quality
        let isShared: Bool
    }

    /// Each scrape meets one of the workers, at random.
    private func workers(_ lifetimes: [Double], seed: UInt64) -> ReplicaHistory {
        var random = SplitMix64(seed: seed)
        var counts = lifetimes
        return history(
            (0..<40).map { _ in
                for worker in counts.indices { counts[worker] += Double(Int.random(in: 0...9, using: &random)) }
                return counts.randomElement(using: &random) ?? 0
            })
    }

    private func history(_ counts: [Double]) -> ReplicaHistory {
        ReplicaHistory(
            scrapes: counts.enumerated().map { place, count in
                var counters = CumulativeBuckets()
                #expect(throws: Never.self) { try counters.add(count, le: "+Inf") }
                return Scrape(time: Double(place + 1) * 15, counters: counters)
            })
    }

    private func increment(_ history: ReplicaHistory) throws -> Counted {
        let increment = try #require(history.increment(in: window))
        return Counted(
            requests: try increment.parts.reduce(0) { $0 + (try $1.part().requests) }, quality: increment.quality,
            isShared: increment.isShared)
    }
}
