import Latency
import Support
import Testing

@testable import Questions

@Suite("The stretch of time of a question")
struct TimeRangeTests {
    /// Saturday, 2026-11-28, 14:42:30 in Seoul.
    private let now = "2026-11-28T14:42:30+09:00"

    private func range(
        _ values: [String: String], at now: String? = nil, zone: Zone = .seoul
    ) throws -> TimeRange {
        let moment = try #require(Timestamp.parse(now ?? self.now))
        return try TimeRange(
            QueryParameters(values.mapValues { Name($0) }), now: moment, zone: zone, usualHours: 24)
    }

    private func text(_ range: TimeRange, _ zone: Zone = .seoul) -> [String] {
        [range.start, range.end, range.nominalEnd].map { Timestamp.text($0, in: zone) }
    }

    @Test(
        "is a period of the local calendar, a running one up to the moment that is asked about",
        arguments: [
            ("today", "2026-11-28", nil, "2026-11-29"), ("yesterday", "2026-11-27", "2026-11-28", "2026-11-28"),
            ("week", "2026-11-23", nil, "2026-11-30"), ("last-week", "2026-11-16", "2026-11-23", "2026-11-23"),
            ("month", "2026-11-01", nil, "2026-12-01"), ("last-month", "2026-10-01", "2026-11-01", "2026-11-01"),
            ("quarter", "2026-10-01", nil, "2027-01-01"), ("last-quarter", "2026-07-01", "2026-10-01", "2026-10-01"),
            ("year", "2026-01-01", nil, "2027-01-01"), ("last-year", "2025-01-01", "2026-01-01", "2026-01-01"),
            ("2026-11", "2026-11-01", nil, "2026-12-01"), ("2026-W48", "2026-11-23", nil, "2026-11-30"),
            ("2026-Q4", "2026-10-01", nil, "2027-01-01"), ("2026", "2026-01-01", nil, "2027-01-01"),
            ("2024-02", "2024-02-01", "2024-03-01", "2024-03-01"),
        ] as [(String, String, String?, String)])
    func periods(period: String, start: String, end: String?, nominalEnd: String) throws {
        let range = try range(["period": period])
        func midnight(_ date: String) -> String { "\(date)T00:00:00+09:00" }
        #expect(text(range) == [midnight(start), end.map(midnight) ?? now, midnight(nominalEnd)])
        #expect(range.isComplete == (end != nil))
    }

    @Test(
        "is a number of days or hours up to the last boundary",
        arguments: [
            (["period": "7d"], 168.0), (["period": "28d"], 672), (["period": "30d"], 720), (["hours": "24h"], 24),
            (["hours": "0.5"], 0.5), ([:], 24),
        ] as [([String: String], Double)])
    func rolling(values: [String: String], hours: Double) throws {
        let range = try range(values)
        #expect(Timestamp.text(range.end, in: .seoul) == "2026-11-28T14:40:00+09:00")
        #expect(range.hours == hours && range.isComplete)
        #expect(range.windows?.count == Int(hours * 12))
    }

    @Test("is what lies between two moments, of which a plain date is its local midnight")
    func between() throws {
        let day = "2026-11-20T00:00:00+09:00"
        #expect(try text(range(["from": "2026-11-20"])) == [day, now, now])
        #expect(
            try text(range(["from": "2026-11-20", "to": "2026-11-21"]))
                == [day, "2026-11-21T00:00:00+09:00", "2026-11-21T00:00:00+09:00"])
        let later = try range(["from": "2026-11-20T00:00:00+09:00", "to": "2026-12-01"])
        #expect(text(later) == [day, now, "2026-12-01T00:00:00+09:00"] && !later.isComplete)
    }

    @Test("has the windows that end in it, and may have none")
    func windows() throws {
        #expect(try range(["period": "yesterday"]).windows?.count == 288)
        #expect(try range(["period": "today"], at: "2026-11-28T00:04:59+09:00").windows == nil)
        let first = try #require(try range(["period": "today"], at: "2026-11-28T00:05:00+09:00").windows)
        #expect(first.count == 1 && Timestamp.text(first.lowerBound.end, in: .seoul) == "2026-11-28T00:05:00+09:00")
        let empty = try range(["period": "today"], at: "2026-11-28T00:00:00+09:00")
        #expect(empty.start == empty.end && empty.windows == nil && !empty.isComplete)
        // Zones of half an hour have their midnights at half past.
        #expect(try range(["period": "2025-11"], zone: Zone { _ in 19_800 }).windows?.count == 30 * 288)
    }

    @Test("has the hours of the days on which clocks change")
    func clockChanges() throws {
        func hours(_ period: String, at now: String) throws -> Double {
            try range(["period": period], at: now, zone: .newYork).hours
        }
        #expect(try hours("yesterday", at: "2025-03-10T12:00:00-04:00") == 23)
        #expect(try hours("yesterday", at: "2025-11-03T12:00:00-05:00") == 25)
        #expect(try hours("last-week", at: "2025-11-05T12:00:00-05:00") == 169)
        #expect(try hours("2025-W10", at: "2025-11-05T12:00:00-05:00") == 167)
        #expect(try hours("2025-11", at: "2025-12-05T12:00:00-05:00") == 721)
        #expect(try hours("7d", at: "2025-11-05T12:00:00-05:00") == 168)
    }

    @Test(
        "is refused where it says two things or nothing that there is",
        arguments: [
            (["hours": "1", "period": "today"], "hours and period cannot be combined"),
            (["hours": "1", "from": "2026-11-20", "period": "week"], "hours and from and period cannot be combined"),
            (["to": "2026-11-20"], "to needs from"),
            (["from": "noon"], "from must be a time like 2025-10-17T14:30:00+09:00, got \"noon\""),
            (
                ["from": "2026-11-20", "to": "2026-11-31"],
                "to must be a time like 2025-10-17T14:30:00+09:00, got \"2026-11-31\""
            ),
            (
                ["from": "2026-11-20", "to": "2026-11-20"],
                "to must be later than from, got \"2026-11-20\" to \"2026-11-20\""
            ),
            (["from": "2026-11-29"], "from has not begun yet: \"2026-11-29\""),
            (["period": "2027"], "period has not begun yet: \"2027\""),
            (["hours": "0"], "hours must be more than 0 and at most 87600, got \"0\""),
        ] as [([String: String], String)])
    func refused(values: [String: String], message: String) {
        do {
            _ = try range(values)
            Issue.record("taken")
        } catch {
            #expect((error as? RequestError)?.message == message)
        }
    }

    @Test("has no other periods", arguments: ["", "tomorrow", "last-today", "8d", "2026-W54", "Week", "month "])
    func unknownPeriod(text: String) {
        #expect(throws: RequestError.badPeriod(text)) { try range(["period": text]) }
    }
}
