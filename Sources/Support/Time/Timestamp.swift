/// Times as people write them: RFC 3339, and plain dates.
package enum Timestamp {
    /// What RFC 3339 can write in UTC, in seconds since 1970: the years 0 to 9999. Safe to calculate with.
    package static let times = -62_167_219_200...253_402_300_799

    /// `2025-10-17T14:30:00+09:00`; UTC is `+00:00`.
    ///
    /// RFC 3339 has no seconds in an offset: one from before standard time is cut to the minute, and the time of day
    /// with it, so that the text still names the instant.
    package static func text(_ time: Int, in zone: Zone) -> String {
        let east = zone.secondsEast(at: time) / 60 * 60
        let parts = CivilTime(clock: time + east)
        let sign = east < 0 ? "-" : "+"
        let minutes = abs(east) / 60
        return "\(parts.date)T\(parts.timeOfDay)\(sign)\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
    }

    /// Seconds since 1970 UTC of an RFC 3339 time; nil for anything else.
    ///
    /// Case does not matter, a space may stand for the `T`, and fractions of a second are dropped. A space is taken
    /// for the offset's `+` too: that is what a URL makes of a `+` that was not escaped.
    package static func parse(_ text: String) -> Int? {
        var rest = text.utf8[...]
        guard let year = number(&rest, digits: 4), skip(&rest, "-"), let month = number(&rest, digits: 2),
            skip(&rest, "-"), let day = number(&rest, digits: 2), skip(&rest, "Tt "),
            let hour = number(&rest, digits: 2), skip(&rest, ":"), let minute = number(&rest, digits: 2),
            skip(&rest, ":"), let second = number(&rest, digits: 2)
        else { return nil }
        if skip(&rest, ".") {
            let digits = rest.prefix { $0.isDigit }
            guard !digits.isEmpty else { return nil }
            rest = rest[digits.endIndex...]
        }
        guard let east = offset(&rest), rest.isEmpty, hour < 24, minute < 60, second <= 60,
            let midnight = CivilTime.midnight(year: year, month: month, day: day)
        else { return nil }
        return midnight + hour * 3600 + minute * 60 + second - east
    }

    /// As `parse`, and of a plain date, `2025-10-17`, its midnight in `zone`.
    package static func parse(_ text: String, in zone: Zone) -> Int? {
        var rest = text.utf8[...]
        guard let year = number(&rest, digits: 4), skip(&rest, "-"), let month = number(&rest, digits: 2),
            skip(&rest, "-"), let day = number(&rest, digits: 2), rest.isEmpty
        else { return parse(text) }
        return CivilTime.midnight(year: year, month: month, day: day).map(zone.instant)
    }

    /// A plain date as the time that it means in `zone`; anything else as it is.
    package static func spelledOut(_ text: String, in zone: Zone) -> String {
        guard parse(text) == nil, let time = parse(text, in: zone) else { return text }
        return self.text(time, in: zone)
    }

    private static func offset(_ rest: inout Substring.UTF8View) -> Int? {
        if skip(&rest, "Zz") { return 0 }
        let west = rest.first == UInt8(ascii: "-")
        guard skip(&rest, "+- "), let hours = number(&rest, digits: 2), skip(&rest, ":"),
            let minutes = number(&rest, digits: 2), hours < 24, minutes < 60
        else { return nil }
        return (west ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private static func number(_ rest: inout Substring.UTF8View, digits: Int) -> Int? {
        let taken = rest.prefix(digits)
        guard taken.count == digits, taken.allSatisfy(\.isDigit) else { return nil }
        rest = rest[taken.endIndex...]
        return taken.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private static func skip(_ rest: inout Substring.UTF8View, _ oneOf: StaticString) -> Bool {
        guard let next = rest.first, oneOf.withUTF8Buffer({ $0.contains(next) }) else { return false }
        rest = rest.dropFirst()
        return true
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}
