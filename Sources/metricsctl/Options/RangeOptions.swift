import ArgumentParser
import Questions

/// The stretch of time that a question is about: see `TimeRange`.
struct RangeOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How far back: 24h, 7d, or a number of hours, up to 87600.", valueName: "hours"))
    var hours: String?

    @Option(help: ArgumentHelp("From this moment or day on.", valueName: "time"))
    var from: String?

    @Option(help: ArgumentHelp("Up to this moment, or the beginning of this day. Default: now.", valueName: "time"))
    var to: String?

    @Option(
        help: ArgumentHelp(
            "today, yesterday, week, last-week, month, last-month, quarter, last-quarter, year, last-year, 2026-11, "
                + "2026-W48, 2026-Q4, 2026, 7d, 28d or 30d.", valueName: "period"))
    var period: String?

    func add(to parameters: inout QueryParameters) {
        parameters.hours = hours
        parameters["from"] = from
        parameters["to"] = to
        parameters["period"] = period
    }
}
