import Questions
import Support

/// Times as the pages write them.
struct PageTime {
    let zone: Zone

    init(_ zone: Zone) { self.zone = zone }

    /// `2025-10-17 14:30 +09:00`
    func full(_ time: Int) -> String {
        let text = Timestamp.text(time, in: zone)
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) \(text.suffix(6))"
    }

    /// `14:30` on the day of `now`, else `10-16 14:30`; for machines the whole time.
    func short(_ time: Int, now: Int) -> Markup {
        let (parts, today) = (CivilTime(clock: zone.clock(at: time)), CivilTime(clock: zone.clock(at: now)))
        let date = parts.date == today.date ? "" : "\(parts.date.dropFirst(5)) "
        return "<time datetime=\"\(Timestamp.text(time, in: zone))\">\(date)\(parts.hourAndMinute)</time>"
    }

    /// `2025-10-17 14:30`, for tables; for machines the whole time.
    func dated(_ time: Int) -> Markup {
        let parts = CivilTime(clock: zone.clock(at: time))
        return """
            <time datetime="\(Timestamp.text(time, in: zone))">\(parts.date) \(parts.hourAndMinute)</time>
            """
    }

    /// `2025-10-17`
    func day(_ time: Int) -> Markup {
        let date = CivilTime(clock: zone.clock(at: time)).date
        return "<time datetime=\"\(date)\">\(date)</time>"
    }

    /// Whether it is the first second of a day here.
    func beginsDay(_ time: Int) -> Bool {
        CivilTime(clock: zone.clock(at: time)).date != CivilTime(clock: zone.clock(at: time - 1)).date
    }

    /// A stretch of time in two units at most: `25 min`, `3 h 20 min`, `2 days 4 h`. Rounded down.
    static func span(_ seconds: Int, _ wording: Strings) -> String {
        let minutes = max(0, seconds) / 60
        if minutes < 60 { return wording.minutes(minutes) }
        if minutes < 24 * 60 {
            let rest = minutes % 60
            return wording.hours(minutes / 60) + (rest > 0 ? " \(wording.minutes(rest))" : "")
        }
        let rest = minutes / 60 % 24
        return wording.days(minutes / 60 / 24) + (rest > 0 ? " \(wording.hours(rest))" : "")
    }
}
