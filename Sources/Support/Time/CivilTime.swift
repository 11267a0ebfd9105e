/// A date and time of day on some clock, in the Gregorian calendar.
package struct CivilTime: Hashable, Sendable {
    package let year, month, day, hour, minute, second: Int

    /// `clock` is seconds since 1970-01-01T00:00:00 on that clock.
    package init(clock: Int) {
        let days = Int((Double(clock) / 86_400).rounded(.down))
        let rest = clock - days * 86_400
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
        // Years begin in March here, so that the leap day is the last one: 400 of them have 146,097 days.
        let sinceMarch = days + 719_468
        let era = (sinceMarch >= 0 ? sinceMarch : sinceMarch - 146_096) / 146_097
        let dayOfEra = sinceMarch - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// `2025-10-17`
    package var date: String {
        let digits = String(year)
        let padding = String(repeating: "0", count: max(0, 4 - digits.count))
        return "\(padding)\(digits)-\(twoDigits(month))-\(twoDigits(day))"
    }

    /// `14:30:00`
    package var timeOfDay: String { "\(hourAndMinute):\(twoDigits(second))" }

    /// `14:30`
    package var hourAndMinute: String { "\(twoDigits(hour)):\(twoDigits(minute))" }

    /// The clock reading at the start of a day; nil for a date that doesn't exist.
    package static func midnight(year: Int, month: Int, day: Int) -> Int? {
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let clock = (era * 146_097 + dayOfEra - 719_468) * 86_400
        let back = CivilTime(clock: clock)
        return back.month == month && back.day == day ? clock : nil
    }
}

/// `07` for 7.
package func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
