import Latency
import Support
import Testing

@testable import Statistics

@Suite struct ComparedStretchesTests {
    private let day = 86_400
    /// 2026-11-23T00:00:00Z, a Monday.
    private let monday = 1_795_392_000

    @Test func `a working day is compared with the working days of four weeks`() {
        let blocks = ComparedStretches(before: monday...monday + day, since: 0, zone: .utc).blocks
        #expect(blocks.count == 20)
        #expect(blocks.last == monday - 3 * day...monday - 2 * day)
        #expect(blocks.first == monday - 28 * day...monday - 27 * day)
    }

    @Test func `a Saturday is compared with Saturdays and Sundays`() {
        let saturday = monday + 5 * day
        let blocks = ComparedStretches(before: saturday...saturday + day, since: 0, zone: .utc).blocks
        #expect(blocks.count == 8)
        #expect(blocks.allSatisfy { [5, 6].contains(($0.lowerBound - monday + 70 * day) / day % 7) })
    }

    @Test func `a weekend in an archive of two weeks is compared with all days`() {
        let saturday = monday + 5 * day
        let blocks = ComparedStretches(before: saturday...saturday + day, since: saturday - 14 * day, zone: .utc).blocks
        #expect(blocks.count == 14)
    }

    @Test func `a week is compared with the twelve weeks before it`() {
        let blocks = ComparedStretches(before: monday...monday + 7 * day, since: 0, zone: .utc).blocks
        #expect(blocks.count == 12)
        #expect(blocks.last == monday - 7 * day...monday)
    }

    @Test func `two hours are compared with the same hours of other days`() {
        let noon = monday + 12 * 3600
        let blocks = ComparedStretches(before: noon...noon + 7200, since: 0, zone: .utc).blocks
        #expect(blocks.allSatisfy { $0.lowerBound % day == noon % day && $0.upperBound - $0.lowerBound == 7200 })
    }

    @Test func `hours are those of the clock, also where it was changed in between`() {
        // An hour further east up to the Monday a week before.
        let change = monday - 7 * day
        let zone = Zone { $0 < change ? 7200 : 3600 }
        let start = monday + 12 * 3600
        let blocks = ComparedStretches(before: start...start + 3600, since: 0, zone: zone).blocks
        #expect(blocks.last == start - 3 * day...start - 3 * day + 3600)
        #expect(blocks.first == start - 28 * day - 3600...start - 28 * day)
    }

    @Test func `nothing is compared with what was not collected yet`() {
        #expect(ComparedStretches(before: monday...monday + day, since: monday, zone: .utc).blocks.isEmpty)
    }
}
