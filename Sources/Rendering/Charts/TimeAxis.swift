import Questions
import Support

/// The time axis of a chart, from its left edge to its right.
struct TimeAxis {
    /// Seconds since 1970 UTC.
    let start, end: Int
    let zone: Zone

    /// Charts are a thousand units wide, and as wide on the screen as there is room.
    static let width = 1000.0

    /// In units from the left edge.
    func x(_ time: Int) -> Double { Double(time - start) / Double(max(1, end - start)) * TimeAxis.width }

    /// As a length of SVG: `12.5%`.
    func percent(_ time: Int) -> String { "\(DecimalText.short(x(time) / 10, decimals: 2))%" }

    struct Tick {
        let time: Int
        let label: String
    }

    /// About six of them, at round readings of the clock.
    var ticks: [Tick] {
        let length = end - start
        guard let step = TimeAxis.steps.first(where: { length / $0 <= 6 }) else { return months }
        var reading = (zone.clock(at: start) / step + 1) * step
        var ticks: [Tick] = []
        while true {
            let time = zone.instant(showing: reading)
            if time >= end { return ticks }
            let parts = CivilTime(clock: reading)
            let isMidnight = reading % 86_400 == 0
            ticks.append(Tick(time: time, label: isMidnight ? String(parts.date.dropFirst(5)) : parts.hourAndMinute))
            reading += step
        }
    }

    private static let steps = [
        600, 900, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200, 86_400, 2 * 86_400, 7 * 86_400, 14 * 86_400,
        28 * 86_400,
    ]

    /// The firsts of months, or of every so many.
    private var months: [Tick] {
        let first = CivilTime(clock: zone.clock(at: start))
        let count = (end - start) / (30 * 86_400)
        let every = max(1, count / 6)
        var month = (first.year * 12 + first.month - 1) / every * every + every
        var ticks: [Tick] = []
        while let reading = CivilTime.midnight(year: month / 12, month: month % 12 + 1, day: 1) {
            let time = zone.instant(showing: reading)
            if time >= end { break }
            ticks.append(Tick(time: time, label: String(CivilTime(clock: reading).date.dropLast(3))))
            month += every
        }
        return ticks
    }
}
