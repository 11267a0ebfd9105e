import Latency
import Support

/// A period of an objective, in seconds since 1970 UTC: what happened after `start`, up to and including `end`.
package struct PeriodStretch: Hashable, Sendable {
    package let start, end: Int
    /// Whether it was over at the time it was asked about.
    package let isComplete: Bool

    package init(start: Int, end: Int, isComplete: Bool) {
        (self.start, self.end, self.isComplete) = (start, end, isComplete)
    }

    package var seconds: Int { end - start }

    /// Its windows that had ended by a moment, also those of the future where it is nil; nil where there are none.
    package func windows(endedAt now: Int?) -> ClosedRange<Window>? {
        let first = Window(endedAt: start).advanced(by: 1)
        let last = Window(endedAt: min(end, now ?? end))
        return first <= last ? first...last : nil
    }
}

extension Objective.Period {
    /// The period at a moment, in seconds since 1970 UTC, or one of those before: 1 is the one before that.
    ///
    /// Weeks begin on Monday, and all of them at local midnight. The moment of midnight is the end of the period before it. `7d` and its
    /// kin end at the last five-minute boundary, and those before it follow without a gap.
    package func stretch(at now: Int, back: Int = 0, in zone: Zone) -> PeriodStretch {
        let days: Int
        switch self {
        case .sevenDays: days = 7
        case .fourWeeks: days = 28
        case .thirtyDays: days = 30
        case .week, .month, .quarter, .year:
            let clock = zone.clock(at: now - 1)
            let (start, end) = (boundary(clock, -back), boundary(clock, 1 - back))
            let (first, last) = (zone.instant(showing: start), zone.instant(showing: end))
            return PeriodStretch(start: first, end: last, isComplete: last <= now)
        }
        let end = Window(endedAt: now).end - back * days * 86_400
        return PeriodStretch(start: end - days * 86_400, end: end, isComplete: true)
    }

    /// Where a calendar period begins that is so many later than the one that holds a reading of the clock.
    private func boundary(_ clock: Int, _ later: Int) -> Int {
        let date = CivilTime(clock: clock)
        func month(_ first: Int, of length: Int) -> Int {
            let months = date.year * 12 + first + later * length
            return CivilTime.midnight(year: months / 12, month: months % 12 + 1, day: 1) ?? clock
        }
        switch self {
        case .month: return month(date.month - 1, of: 1)
        case .quarter: return month((date.month - 1) / 3 * 3, of: 3)
        case .year: return month(0, of: 12)
        default:
            let day = (clock - (date.hour * 3600 + date.minute * 60 + date.second)) / 86_400
            // 1970-01-01 was a Thursday.
            let monday = day - ((day + 3) % 7 + 7) % 7
            return (monday + later * 7) * 86_400
        }
    }
}
