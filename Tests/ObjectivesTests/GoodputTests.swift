import Latency
import TestSupport
import Testing

@testable import Objectives

@Suite struct GoodputTests {
    @Test("the true share that keeps all objectives is always inside", arguments: 0..<200)
    func truth(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let (requests, objectives) = (Int.random(in: 1...60, using: &random), Int.random(in: 1...4, using: &random))
        var kept = [Bool](repeating: true, count: requests)
        let parts = (0..<objectives).map { place in
            let share = Double.random(in: 0.3...1, using: &random)
            var (counted, good) = (0, 0)
            for request in 0..<requests {
                let isGood = Double.random(in: 0..<1, using: &random) < share
                if !isGood { kept[request] = false }
                // Not every measure has every request; the first has.
                guard place == 0 || Int.random(in: 0..<10, using: &random) > 0 else { continue }
                counted += 1
                good += isGood ? 1 : 0
            }
            let slack = Int.random(in: 0...3, using: &random)
            let range = CountRange(low: max(0, good - slack), high: min(counted, good + slack))
            return Goodput.Part(requests: counted, good: range)
        }
        let goodput = try #require(Goodput(parts))
        let truth = try #require(ExactShare(kept.filter(\.self).count, of: requests))
        #expect(goodput.bounds.low <= truth && truth <= goodput.bounds.high)
        #expect(goodput.countsDiffer == parts.contains { (requests - $0.requests) * 100 > requests })
    }

    @Test("of two that 99 % keep, 98 to 99 % keep both")
    func two() throws {
        let part = Goodput.Part(requests: 1000, good: CountRange(low: 990, high: 990))
        let goodput = try #require(Goodput([part, part]))
        #expect(goodput.bounds == (try #require(ExactShare(980, of: 1000)), try #require(ExactShare(990, of: 1000))))
        #expect(Goodput([]) == nil && Goodput([.init(requests: 0, good: .zero)]) == nil)
    }
}
