import Latency
import Testing

@testable import Collector

/// Windows are told by their index, so that the newest at 30,000 s is 100.
@Suite("Windows that are due")
struct DueWindowsTests {
    @Test("are the newest three on a first run")
    func firstRun() {
        #expect(due(oldest: nil, collected: []) == [98...100])
    }

    @Test("are the newest three where nothing was missed")
    func nothingMissed() {
        #expect(due(oldest: 50, collected: Set(50...99)) == [98...100])
    }

    @Test("are all that earlier runs missed, the newest first")
    func missed() {
        #expect(due(oldest: 90, collected: [90, 91, 94]) == [95...100, 92...93])
    }

    @Test("are those of two hours just after a full hour, for what agents pushed late")
    func hourly() {
        #expect(due(now: 108 * 300, oldest: 50, collected: Set(50...108)) == [106...108, 85...105])
        #expect(due(now: 108 * 300, oldest: 90, collected: Set(90...108)) == [106...108, 90...105])
        #expect(due(now: 108 * 300, oldest: 50, collected: Set(52...103)) == [104...108, 50...51, 85...103])
        #expect(due(now: 109 * 300, oldest: 50, collected: Set(50...109)) == [107...109])
    }

    @Test("do not include a window that is still open")
    func stillOpen() {
        #expect(due(now: 30_299, oldest: nil, collected: []) == [98...100])
        #expect(due(now: 30_300, oldest: nil, collected: []) == [99...101])
    }

    @Test("of a backfill are those of its span that were never collected")
    func backfill() {
        #expect(due(backfill: 10, oldest: 95, collected: Set(95...97)) == [98...100, 91...94])
    }

    @Test("of a backfill that ends in the past are its own, behind the newest")
    func pastBackfill() {
        let due = DueWindows.ranges(
            now: 30_000, backfill: Window(index: 20)...Window(index: 40), oldest: Window(index: 95)
        ) { range in range.windows.filter { [30, 31, 95, 96, 97].contains($0.index) } }
        #expect(due.map { $0.lowerBound.index...$0.upperBound.index } == [98...100, 32...40, 20...29])
    }

    @Test("of a backfill that overlaps what every run asks for are asked for once")
    func overlappingBackfill() {
        let due = DueWindows.ranges(
            now: 30_000, backfill: Window(index: 94)...Window(index: 99), oldest: nil
        ) { _ in [] }
        #expect(due.map { $0.lowerBound.index...$0.upperBound.index } == [94...100])
    }

    @Test("reach back a month by themselves, and no further")
    func catchUp() {
        let newest = 100_000
        let ranges = due(now: newest * 300, oldest: 1, collected: [])
        #expect(ranges.last?.lowerBound == newest + 1 - DueWindows.catchUp)
    }

    @Test("as of a time before the first collected window are the newest three then")
    func earlier() {
        #expect(due(oldest: 500, collected: Set(500...600)) == [98...100])
    }

    @Test("and were missed are those between the first collected window and the newest three, and these behind a gap")
    func missedRanges() {
        func missed(backfill: Int? = nil, oldest: Int?, collected: Set<Int>) -> [ClosedRange<Int>] {
            DueWindows.missed(
                now: 30_000, backfill: backfill.map { Window(index: $0)...Window(index: 100) },
                oldest: oldest.map(Window.init(index:))
            ) { range in range.windows.filter { collected.contains($0.index) } }
            .map { $0.lowerBound.index...$0.upperBound.index }
        }
        #expect(missed(oldest: nil, collected: []).isEmpty)
        #expect(missed(oldest: 50, collected: Set(50...97)).isEmpty)
        #expect(missed(oldest: 50, collected: Set(50...99).subtracting([60, 70, 99])) == [70...70, 60...60])
        #expect(missed(backfill: 20, oldest: 50, collected: Set(50...90)) == [91...100])
        #expect(missed(oldest: 99, collected: [99]).isEmpty)
    }

    private func due(
        now: Int = 30_000, backfill: Int? = nil, oldest: Int?, collected: Set<Int>
    ) -> [ClosedRange<Int>] {
        let newest = Window(endedAt: now)
        let span = backfill.map { newest.advanced(by: 1 - $0)...newest }
        return DueWindows.ranges(now: now, backfill: span, oldest: oldest.map(Window.init(index:))) { range in
            range.windows.filter { collected.contains($0.index) }
        }.map { $0.lowerBound.index...$0.upperBound.index }
    }

    @Test("are those from which a model was refused, at some full hours of the day after")
    func refused() {
        let refused = Window(index: 1200)
        let due = (1...400).filter { age in
            !DueWindows.refusedAgain([refused], at: refused.advanced(by: age).end).isEmpty
        }
        #expect(due == [36, 48, 96, 192, 276])
        let ranges = DueWindows.ranges(
            now: refused.advanced(by: 36).end, backfill: nil, oldest: Window(index: 1), refused: [refused]
        ) { Array($0.windows) }
        #expect(ranges.last == refused...refused)
    }
}
