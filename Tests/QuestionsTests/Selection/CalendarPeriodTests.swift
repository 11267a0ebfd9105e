import Support
import Testing

@Suite("Stretches of the calendar")
struct CalendarPeriodTests {
    @Test(
        "have a name, and the first and last instants that it says",
        arguments: [
            ("2025", "2025-01-01", "2026-01-01"), ("2024-02", "2024-02-01", "2024-03-01"),
            ("2025-02", "2025-02-01", "2025-03-01"), ("2026-11", "2026-11-01", "2026-12-01"),
            ("2026-12", "2026-12-01", "2027-01-01"), ("2026-Q1", "2026-01-01", "2026-04-01"),
            ("2026-Q4", "2026-10-01", "2027-01-01"),
            // Weeks of ISO 8601: checked against `date -d 2026-11-23 +%G-W%V` and its neighbours.
            ("2026-W48", "2026-11-23", "2026-11-30"), ("2026-W01", "2025-12-29", "2026-01-05"),
            ("2020-W53", "2020-12-28", "2021-01-04"), ("2026-W53", "2026-12-28", "2027-01-04"),
            ("2021-W01", "2021-01-04", "2021-01-11"),
        ])
    func names(text: String, first: String, next: String) throws {
        let period = try #require(CalendarPeriod(text))
        #expect(period.text == text)
        #expect(period.start(in: .utc) == Timestamp.parse(first, in: .utc))
        #expect(period.end(in: .utc) == Timestamp.parse(next, in: .utc))
        #expect(CalendarPeriod(period.unit, holding: period.start(in: .utc), in: .utc) == period)
        #expect(CalendarPeriod(period.unit, holding: period.end(in: .utc) - 1, in: .utc) == period)
        #expect(CalendarPeriod(period.unit, holding: period.end(in: .utc), in: .utc) == period.next)
        #expect(period.next.previous == period)
    }

    @Test(
        "are none that the calendar does not have",
        arguments: [
            "", "26", "2026-13", "2026-00", "2026-1", "2026-Q0", "2026-Q5", "2026-W00", "2026-W54", "2025-W53",
            "2026-W5",
            "2026-11-28", "1969", "2026-", "2026-x1", "²026", "2026-w48",
        ])
    func refused(text: String) { #expect(CalendarPeriod(text) == nil) }

    @Test("follow each other without a gap for sixty years, in every unit", arguments: CalendarPeriod.Unit.allCases)
    func neighbours(unit: CalendarPeriod.Unit) {
        var period = CalendarPeriod(unit, holding: 0, in: .utc)
        while period.start(in: .utc) < 60 * 366 * 86_400 {
            let next = period.next
            let days = (next.start(in: .utc) - period.start(in: .utc)) / 86_400
            let fitting: ClosedRange =
                switch unit {
                case .day: 1...1
                case .week: 7...7
                case .month: 28...31
                case .quarter: 90...92
                case .year: 365...366
                }
            guard fitting.contains(days), next.previous == period else {
                Issue.record("after \(period.text) comes \(next.text)")
                return
            }
            period = next
        }
    }

    @Test("have days of 23 and 25 hours where the clocks change")
    func clockChanges() throws {
        func hours(_ date: String) throws -> Int {
            let day = CalendarPeriod(
                .day, holding: try #require(Timestamp.parse("\(date)T12:00:00-05:00")), in: .newYork)
            #expect(day.text == date)
            return (day.end(in: .newYork) - day.start(in: .newYork)) / 3600
        }
        #expect(try ["2025-03-08", "2025-03-09", "2025-11-01", "2025-11-02"].map(hours) == [24, 23, 24, 25])
    }

    @Test("begin at the local midnight of zones of half an hour, and after midnights that clocks skip")
    func zones() throws {
        let kolkata = Zone { _ in 19_800 }
        #expect(
            CalendarPeriod("2026-11")?.start(in: kolkata) == Timestamp.parse("2026-11-01T00:00:00+05:30"))
        // Clocks that go from midnight to one o'clock on 2026-04-01.
        let change = try #require(Timestamp.parse("2026-04-01T00:00:00+02:00"))
        let skipping = Zone { $0 < change ? 7200 : 10_800 }
        #expect(CalendarPeriod("2026-Q2")?.start(in: skipping) == change)
        #expect(CalendarPeriod(.month, holding: change, in: skipping).text == "2026-04")
        #expect(CalendarPeriod(.month, holding: change - 1, in: skipping).text == "2026-03")
    }
}
