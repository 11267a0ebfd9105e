import Latency
import Support
import TestSupport
import Testing

@testable import Objectives

@Suite struct PeriodTests {
    /// America/New_York in 2025: clocks went forward on 9 March at 07:00 UTC and back on 2 November at 06:00 UTC.
    private let newYork = Zone { $0 >= 1_741_503_600 && $0 < 1_762_063_200 ? -4 * 3600 : -5 * 3600 }
    private let kolkata = Zone { _ in 19_800 }

    private func period(
        _ period: Objective.Period, _ time: String, back: Int = 0, _ zone: Zone = .utc
    ) throws -> [String] {
        let stretch = period.stretch(at: try #require(Timestamp.parse(time)), back: back, in: zone)
        return [stretch.start, stretch.end].map { Timestamp.text($0, in: zone) } + (stretch.isComplete ? ["over"] : [])
    }

    @Test("calendar periods begin at local midnight, and midnight itself is the end of the one before")
    func calendar() throws {
        #expect(
            try period(.month, "2025-10-17T12:00:00Z") == ["2025-10-01T00:00:00+00:00", "2025-11-01T00:00:00+00:00"])
        #expect(
            try period(.month, "2025-11-01T00:00:00Z") == [
                "2025-10-01T00:00:00+00:00", "2025-11-01T00:00:00+00:00", "over",
            ])
        #expect(
            try period(.quarter, "2025-11-01T00:00:01Z") == ["2025-10-01T00:00:00+00:00", "2026-01-01T00:00:00+00:00"])
        #expect(
            try period(.year, "2024-02-29T08:00:00Z", back: 1) == [
                "2023-01-01T00:00:00+00:00", "2024-01-01T00:00:00+00:00", "over",
            ])
    }

    @Test("months and weeks have the hours that their zone gave them")
    func clockChanges() throws {
        #expect(
            try period(.month, "2025-11-20T12:00:00Z", newYork) == [
                "2025-11-01T00:00:00-04:00", "2025-12-01T00:00:00-05:00",
            ])
        let week = Objective.Period.week.stretch(at: 1_762_063_300, in: newYork)
        #expect(week.seconds == 169 * 3600)
        #expect(Objective.Period.week.stretch(at: 1_741_503_700, in: newYork).seconds == 167 * 3600)
        #expect(Objective.Period.month.stretch(at: 1_741_503_700, in: newYork).seconds == 743 * 3600)
    }

    @Test("leap days, week 53 and zones of half an hour")
    func oddities() throws {
        #expect(Objective.Period.month.stretch(at: 1_709_200_000, in: .utc).seconds == 29 * 86_400)
        #expect(
            try period(.week, "2021-01-01T12:00:00Z") == [
                "2020-12-28T00:00:00+00:00", "2021-01-04T00:00:00+00:00",
            ])
        #expect(
            try period(.month, "2025-10-31T18:30:01Z", kolkata) == [
                "2025-11-01T00:00:00+05:30", "2025-12-01T00:00:00+05:30",
            ])
    }

    @Test("rolling periods end at the last boundary, are over, and follow one another")
    func rolling() throws {
        #expect(
            try period(.sevenDays, "2025-10-17T12:03:20Z") == [
                "2025-10-10T12:00:00+00:00", "2025-10-17T12:00:00+00:00", "over",
            ])
        let days = Objective.Period.thirtyDays.stretch(at: 1_760_659_200, back: 3, in: newYork)
        #expect(days.end == Objective.Period.thirtyDays.stretch(at: 1_760_659_200, back: 2, in: newYork).start)
        #expect(days.seconds == 30 * 86_400)
    }

    @Test("past periods follow one another without a gap, two years back", arguments: Objective.Period.allCases)
    func past(period: Objective.Period) {
        for zone in [Zone.utc, newYork, kolkata] {
            for back in 0..<24 {
                let (later, earlier) = (
                    period.stretch(at: 1_762_100_000, back: back, in: zone),
                    period.stretch(at: 1_762_100_000, back: back + 1, in: zone)
                )
                #expect(earlier.end == later.start && earlier.isComplete && earlier.seconds > 0)
            }
        }
    }

    @Test("windows of a period are those that ended in it")
    func windows() throws {
        let stretch = PeriodStretch(start: 3600, end: 7200, isComplete: false)
        #expect(stretch.windows(endedAt: nil) == Window(index: 13)...Window(index: 24))
        #expect(stretch.windows(endedAt: 4000) == Window(index: 13)...Window(index: 13))
        #expect(stretch.windows(endedAt: 3899) == nil)
    }
}
