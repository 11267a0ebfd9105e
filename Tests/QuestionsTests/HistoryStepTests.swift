import Support
import Testing

@testable import Questions

/// Expected instants come from Python's `zoneinfo`.
@Suite struct HistoryStepTests {
    @Test("steps up to three hours align to UTC whatever the zone, and hold the instant that they end with")
    func alignToUTC() {
        let oddZone = Zone { _ in 5 * 3600 + 2700 }
        // 2025-10-17T05:30:00Z
        #expect(HistoryStep.hour.end(ofStepHolding: 1_760_679_000, in: oddZone) == 1_760_680_800)
        #expect(HistoryStep.hour.end(ofStepHolding: 1_760_680_800, in: oddZone) == 1_760_680_800)
        #expect(HistoryStep.hour.end(ofStepHolding: 1_760_680_801, in: oddZone) == 1_760_684_400)
        #expect(HistoryStep.threeHours.end(ofStepHolding: 1_760_679_000, in: .seoul) == 1_760_680_800)
    }

    @Test("a day ends at local midnight, and midnight belongs to the day before")
    func day() {
        // Midnight of 18 October in Seoul.
        #expect(HistoryStep.day.end(ofStepHolding: 1_760_679_000, in: .seoul) == 1_760_713_200)
        #expect(HistoryStep.day.end(ofStepHolding: 1_760_713_200, in: .seoul) == 1_760_713_200)
        #expect(HistoryStep.day.end(ofStepHolding: 1_760_713_500, in: .seoul) == 1_760_713_200 + 86_400)
    }

    @Test("the day on which clocks go forward has 23 hours, the one on which they go back 25")
    func changingDays() {
        #expect(HistoryStep.day.end(ofStepHolding: 1_741_496_400, in: .newYork) == 1_741_496_400)
        #expect(HistoryStep.day.end(ofStepHolding: 1_741_496_700, in: .newYork) == 1_741_496_400 + 23 * 3600)
        #expect(HistoryStep.day.end(ofStepHolding: 1_762_056_300, in: .newYork) == 1_762_056_000 + 25 * 3600)
    }

    @Test("six-hour steps end at 6, 12, 18 and 24 o'clock of the local clock, also on those days")
    func sixHours() {
        #expect(HistoryStep.sixHours.end(ofStepHolding: 1_741_496_700, in: .newYork) == 1_741_514_400)
        #expect(HistoryStep.sixHours.end(ofStepHolding: 1_762_056_300, in: .newYork) == 1_762_081_200)
    }

    @Test("weeks begin on Monday, local time")
    func week() {
        // 2025-10-27 and 2025-11-03 were Mondays; the clocks went back in between.
        #expect(HistoryStep.week.end(ofStepHolding: 1_761_537_900, in: .newYork) == 1_762_146_000)
        #expect(HistoryStep.week.end(ofStepHolding: 1_761_537_600, in: .newYork) == 1_761_537_600)
    }

    @Test("a clock reading that is skipped is the instant of the change, one that comes twice the first time")
    func changes() {
        // 02:30 of 9 March did not exist; 01:30 of 2 November came twice.
        #expect(Zone.newYork.instant(showing: 1_741_503_600 - 5 * 3600 + 1800) == 1_741_503_600)
        #expect(Zone.newYork.instant(showing: 1_762_065_000 - 5 * 3600) == 1_762_061_400)
    }

    @Test("midnight may be skipped, or come twice: days still follow each other without gap or overlap")
    func changesAtMidnight() {
        let change = 1_760_659_200
        for (before, after) in [(-3600, 0), (0, -3600)] {
            let zone = Zone { $0 >= change ? after : before }
            var end = HistoryStep.day.end(ofStepHolding: change - 100_000, in: zone)
            for _ in 0..<4 {
                let next = HistoryStep.day.end(ofStepHolding: end + 1, in: zone)
                #expect((23 * 3600...25 * 3600).contains(next - end))
                #expect(HistoryStep.day.end(ofStepHolding: next, in: zone) == next)
                end = next
            }
        }
    }

    @Test("the count of steps is that of the steps a stretch touches")
    func count() {
        #expect(HistoryStep.fiveMinutes.count(from: 0, to: 3600, in: .utc) == 12)
        #expect(HistoryStep.hour.count(from: 1800, to: 5400, in: .utc) == 2)
        #expect(HistoryStep.day.count(from: 0, to: 86_400, in: .utc) == 1)
        #expect(HistoryStep.day.count(from: 0, to: 86_400, in: .seoul) == 2)
    }
}
