/// A stretch of the calendar that has a name: a day, a week from Monday, a month, a quarter or a year.
///
/// It is a stretch of what clocks show: a day has 23 or 25 hours where the clocks change, wherever one is asked for.
package struct CalendarPeriod: Hashable, Sendable {
    package enum Unit: String, CaseIterable, Sendable { case day, week, month, quarter, year }

    package let unit: Unit
    /// In days since 1970-01-01.
    private let firstDay: Int

    /// The one that holds an instant, in seconds since 1970 UTC. Its first instant belongs to it, its end to the next.
    package init(_ unit: Unit, holding time: Int, in zone: Zone) {
        self.init(unit, holdingDay: Self.day(ofClock: zone.clock(at: time)))
    }

    private init(_ unit: Unit, holdingDay day: Int) {
        self.unit = unit
        let date = CivilTime(clock: day * 86_400)
        let firstMonth: Int
        switch unit {
        case .day:
            firstDay = day
            return
        case .week:
            firstDay = day - Self.daysSinceMonday(day)
            return
        case .month: firstMonth = date.month
        case .quarter: firstMonth = (date.month - 1) / 3 * 3 + 1
        case .year: firstMonth = 1
        }
        firstDay = Self.day(ofClock: CivilTime.midnight(year: date.year, month: firstMonth, day: 1) ?? day * 86_400)
    }

    /// `2026`, `2026-Q4`, `2026-11` or, by ISO 8601, `2026-W48`; nil for anything else, for a week that the year does not
    /// have, and before 1970.
    package init?(_ text: String) {
        guard let year = Self.number(text.prefix(4), digits: 4), year >= 1970 else { return nil }
        let rest = text.dropFirst(4)
        func holding(month: Int, day: Int) -> Int? {
            CivilTime.midnight(year: year, month: month, day: day).map(Self.day)
        }
        if rest.isEmpty, let day = holding(month: 1, day: 1) {
            self.init(.year, holdingDay: day)
        } else if rest.hasPrefix("-Q"), let quarter = Self.number(rest.dropFirst(2), digits: 1), 1...4 ~= quarter,
            let day = holding(month: 3 * quarter, day: 1)
        {
            self.init(.quarter, holdingDay: day)
        } else if rest.hasPrefix("-W"), let week = Self.number(rest.dropFirst(2), digits: 2),
            // The fourth of January is always in the first week.
            let day = holding(month: 1, day: 4)
        {
            self.init(.week, holdingDay: day + 7 * (week - 1))
            if self.text != text { return nil }
        } else if rest.hasPrefix("-"), let month = Self.number(rest.dropFirst(), digits: 2),
            let day = holding(month: month, day: 1)
        {
            self.init(.month, holdingDay: day)
        } else {
            return nil
        }
    }

    package var previous: CalendarPeriod { CalendarPeriod(unit, holdingDay: firstDay - 1) }

    package var next: CalendarPeriod {
        switch unit {
        case .day: CalendarPeriod(unit, holdingDay: firstDay + 1)
        case .week: CalendarPeriod(unit, holdingDay: firstDay + 7)
        case .month: CalendarPeriod(unit, holdingDay: firstDay + 31)
        case .quarter: CalendarPeriod(unit, holdingDay: firstDay + 92)
        case .year: CalendarPeriod(unit, holdingDay: firstDay + 366)
        }
    }

    /// Its first instant, in seconds since 1970 UTC: midnight, or where the clocks skip that, what comes in its place.
    package func start(in zone: Zone) -> Int { zone.instant(showing: firstDay * 86_400) }

    /// The first instant of the next, in seconds since 1970 UTC.
    package func end(in zone: Zone) -> Int { next.start(in: zone) }

    /// Its name: `2026-11-28`, `2026-W48`, `2026-11`, `2026-Q4`, `2026`.
    package var text: String {
        let date = CivilTime(clock: firstDay * 86_400)
        switch unit {
        case .day: return date.date
        case .week:
            // A week belongs to the year that has its Thursday.
            let thursday = firstDay + 3
            let year = CalendarPeriod(.year, holdingDay: thursday)
            return "\(year.text)-W\(twoDigits((thursday - year.firstDay) / 7 + 1))"
        case .month: return String(date.date.dropLast(3))
        case .quarter: return "\(date.date.prefix(4))-Q\((date.month - 1) / 3 + 1)"
        case .year: return String(date.date.prefix(4))
        }
    }

    private static func day(ofClock clock: Int) -> Int { (clock - modulo(clock, 86_400)) / 86_400 }

    /// 1970-01-01 was a Thursday.
    private static func daysSinceMonday(_ day: Int) -> Int { modulo(day + 3, 7) }

    /// Never below 0.
    private static func modulo(_ number: Int, _ divisor: Int) -> Int {
        let rest = number % divisor
        return rest < 0 ? rest + divisor : rest
    }

    private static func number(_ text: Substring, digits: Int) -> Int? {
        text.utf8.count == digits && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }
}
