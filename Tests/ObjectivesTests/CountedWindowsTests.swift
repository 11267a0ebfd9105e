import Latency
import TestSupport
import Testing

@testable import Objectives

@Suite struct CountedWindowsTests {
    private func exclusion(_ from: Int, _ to: Int) -> Exclusion {
        Exclusion(from: from, to: to, models: .all, reason: "x")
    }
    private let hour = Window(index: 1)...Window(index: 12)

    @Test("an exclusion leaves out every window that it overlaps at all, and none that it only touches")
    func overlap() {
        #expect(exclusion(300, 600).windows == Window(index: 2)...Window(index: 2))
        #expect(exclusion(299, 601).windows == Window(index: 1)...Window(index: 3))
        #expect(exclusion(301, 302).windows == Window(index: 2)...Window(index: 2))
        let counted = CountedWindows(
            hour, excluding: [exclusion(301, 302), exclusion(300, 1000), exclusion(3500, 9000)])
        #expect(counted.counted == [Window(index: 1)...Window(index: 1), Window(index: 5)...Window(index: 11)])
        #expect(counted.count == 8 && counted.excludedCount == 4)
    }

    @Test("nothing is left of what is excluded as a whole, and all of what is not")
    func extremes() {
        #expect(CountedWindows(hour, excluding: [exclusion(0, 3600)]).counted.isEmpty)
        #expect(CountedWindows(hour, excluding: []).counted == [hour])
        #expect(CountedWindows(nil, excluding: []).count == 0)
        #expect(CountedSteps([CountedWindows(hour, excluding: [exclusion(0, 3600)])]) == nil)
    }

    @Test("every window is counted as one by one, and steps never straddle an edge", arguments: 0..<100)
    func steps(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        func stretch() -> CountedWindows {
            let first = Int.random(in: 1...100, using: &random)
            let exclusions = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                let from = Int.random(in: 0...50_000, using: &random)
                return exclusion(from, from + Int.random(in: 1...9000, using: &random))
            }
            let all = Window(index: first)...Window(index: first + Int.random(in: 0...90, using: &random))
            let counted = CountedWindows(all, excluding: exclusions)
            for window in all.windows {
                let isExcluded = exclusions.contains { $0.from < window.end && window.start < $0.to }
                #expect((counted.count(in: window...window) == 1) == !isExcluded)
            }
            return counted
        }
        let stretches = [stretch(), stretch()]
        guard let steps = CountedSteps(stretches) else { return }
        #expect(steps.range.lowerBound.index % 12 == 1 && steps.range.upperBound.index % 12 == 0)
        for stretch in stretches {
            for counted in stretch.counted { #expect(counted.overlap(with: steps.range) == counted) }
        }
        var first = steps.range.lowerBound
        while first <= steps.range.upperBound {
            let last = steps.end(ofStepHolding: first)
            for window in (first...last).windows { #expect(steps.end(ofStepHolding: window) == last) }
            for stretch in stretches { #expect(stretch.membership(of: [first...last]) != .some) }
            first = last.advanced(by: 1)
        }
    }
}
