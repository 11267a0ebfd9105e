/// A time on the clocks of every day: `22:00`.
package struct TimeOfDay: Hashable, Sendable {
    /// Since midnight on those clocks, 0 to 1439.
    package let minutes: Int

    /// Refuses (nil) all but hours and minutes of two digits, from 00:00 to 23:59.
    package init?(_ text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 5, digits[2] == UInt8(ascii: ":"),
            [0, 1, 3, 4].allSatisfy({ (0x30...0x39).contains(digits[$0]) })
        else { return nil }
        let (hour, minute) = (
            Int(digits[0] - 0x30) * 10 + Int(digits[1] - 0x30), Int(digits[3] - 0x30) * 10 + Int(digits[4] - 0x30)
        )
        guard hour < 24, minute < 60 else { return nil }
        minutes = hour * 60 + minute
    }

    /// `22:00`
    package var text: String { "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))" }

    /// The last instant at or before `time` at which a day's clocks showed it, in seconds since 1970 UTC.
    ///
    /// Special cases: on a day whose clocks skip it, the instant of the change; where they show it twice, the first of both.
    package func last(before time: Int, in zone: Zone) -> Int {
        let clock = zone.clock(at: time)
        let midnight = clock - ((clock % 86_400) + 86_400) % 86_400
        for days in 0...1 {
            let instant = zone.instant(showing: midnight - days * 86_400 + minutes * 60)
            if instant <= time { return instant }
        }
        return zone.instant(showing: midnight - 2 * 86_400 + minutes * 60)
    }
}

/// A part of every day, by its clocks: from one time up to another, which may be that of the next day. Never empty: from a
/// time to itself is all day.
package struct DailyHours: Hashable, Sendable {
    package let start, end: TimeOfDay

    package init(from start: TimeOfDay, to end: TimeOfDay) { (self.start, self.end) = (start, end) }

    /// Refuses (nil) all but two times with a dash between them: `22:00-07:00`.
    package init?(_ text: String) {
        let parts = text.pieces(by: "-", most: 2)
        guard parts.count == 2, let start = TimeOfDay(parts[0]), let end = TimeOfDay(parts[1]) else { return nil }
        self.init(from: start, to: end)
    }

    /// Whether the clocks show one of these hours at an instant, in seconds since 1970 UTC. An hour that the clocks show twice
    /// is of them both times, one that they skip never.
    package func contains(_ time: Int, in zone: Zone) -> Bool {
        let minute = ((zone.clock(at: time) % 86_400) + 86_400) % 86_400 / 60
        let (from, to) = (start.minutes, end.minutes)
        return from < to ? (from..<to).contains(minute) : minute >= from || minute < to
    }
}
