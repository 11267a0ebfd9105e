import Latency
import Support

/// The stretch of time that a question is about: what `--hours`, `--from` with `--to`, or `--period` say of it.
///
/// A window, and an hour whose windows are no longer kept, is in it where its end is after `start` and not after `end`.
package struct TimeRange: Hashable, Sendable {
    /// Seconds since 1970 UTC; need not be a window boundary.
    package let start: Int
    /// How far one can look: `nominalEnd`, or the moment that was asked about where that comes first. Seconds since 1970
    /// UTC; not before `start`.
    package let end: Int
    /// Where the stretch ends or will end, in seconds since 1970 UTC.
    package let nominalEnd: Int

    /// The parameters that say it.
    package static let parameters: Set = ["hours", "from", "to", "period"]

    init(start: Int, end: Int, nominalEnd: Int? = nil) {
        self.start = start
        self.end = end
        self.nominalEnd = nominalEnd ?? end
    }

    /// Throws where more than one of `hours`, `from` and `period` is given, where one can't be read, and where the stretch
    /// begins after the moment that is asked about.
    ///
    /// - Parameters:
    ///   - now: the moment that the question is about, in seconds since 1970 UTC.
    ///   - usualHours: how long it is where nothing is said.
    package init(
        _ parameters: QueryParameters, now: Int, zone: Zone, usualHours: Double
    ) throws(RequestError) {
        let given = ["hours", "from", "period"].filter { parameters[$0] != nil }
        if given.count > 1 { throw .severalRanges(given) }
        if parameters["to"] != nil, parameters["from"] == nil { throw .noFrom }
        if let period = parameters["period"] {
            self = try Self.period(period, now: now, zone: zone)
        } else if let from = parameters["from"] {
            self = try Self.between(from, parameters["to"], now: now, zone: zone)
        } else {
            self = .last(hours: try parameters.hours.map(HistoryRequest.hours) ?? usualHours, before: now)
        }
    }

    /// So many hours up to the last window boundary.
    package static func last(hours: Double, before now: Int) -> TimeRange {
        let end = Window(endedAt: now).end
        return TimeRange(start: end - max(1, Int((hours * 3600).rounded())), end: end)
    }

    /// A stretch of the calendar, as far as it has gone by; it must have begun.
    package static func calendar(_ period: CalendarPeriod, now: Int, zone: Zone) -> TimeRange {
        let (start, end) = (period.start(in: zone), period.end(in: zone))
        return TimeRange(start: start, end: max(start, min(end, now)), nominalEnd: end)
    }

    /// Whether all of it has gone by.
    package var isComplete: Bool { end == nominalEnd }

    package var hours: Double { Double(end - start) / 3600 }

    /// nil where none ends in it.
    package var windows: ClosedRange<Window>? {
        let (first, last) = (Window(endedAt: start).advanced(by: 1), Window(endedAt: end))
        return first <= last ? first...last : nil
    }

    private static func between(_ from: String, _ to: String?, now: Int, zone: Zone) throws(RequestError) -> TimeRange {
        guard let start = Timestamp.parse(from, in: zone), start >= 0 else { throw .badTime(from, parameter: "from") }
        let end = try to.map { (text) throws(RequestError) in
            guard let end = Timestamp.parse(text, in: zone) else { throw .badTime(text, parameter: "to") }
            return end
        }
        if let to, let end, end <= start { throw .endsBeforeStart(from: from, to: to) }
        if start > now { throw .notBegun(from, parameter: "from") }
        return TimeRange(start: start, end: min(end ?? now, now), nominalEnd: end)
    }

    private static func period(_ text: String, now: Int, zone: Zone) throws(RequestError) -> TimeRange {
        if let days = ["7d": 7, "28d": 28, "30d": 30][text] { return .last(hours: Double(days) * 24, before: now) }
        guard let period = CalendarPeriod(text) ?? relative(text, now: now, zone: zone) else { throw .badPeriod(text) }
        if period.start(in: zone) > now { throw .notBegun(text, parameter: "period") }
        return .calendar(period, now: now, zone: zone)
    }

    private static func relative(_ text: String, now: Int, zone: Zone) -> CalendarPeriod? {
        func holding(_ unit: CalendarPeriod.Unit) -> CalendarPeriod { CalendarPeriod(unit, holding: now, in: zone) }
        return switch text {
        case "today": holding(.day)
        case "yesterday": holding(.day).previous
        case "week": holding(.week)
        case "last-week": holding(.week).previous
        case "month": holding(.month)
        case "last-month": holding(.month).previous
        case "quarter": holding(.quarter)
        case "last-quarter": holding(.quarter).previous
        case "year": holding(.year)
        case "last-year": holding(.year).previous
        default: nil
        }
    }
}
