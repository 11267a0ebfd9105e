import Questions

/// Latencies in units that people read.
enum LatencyFormat {
    /// Nothing there.
    static let none = "–"
    /// There, but no bucket bound tells how long it took.
    static let unknown = "unknown"

    /// Three significant digits, but no more than two decimals: `0.85 ms`, `24.5 ms`, `245 ms`, `1.23 s`, `7680 s`.
    static func value(_ milliseconds: Double?) -> String {
        guard let milliseconds else { return none }
        // What would be written as 1000 ms is written as 1.00 s.
        return milliseconds < 999.5 ? "\(digits(milliseconds)) ms" : "\(digits(milliseconds / 1e3)) s"
    }

    /// `≥ 60 s` where the percentile lies above the last bound: nothing is known but that.
    static func value(_ percentile: Percentile?) -> String {
        guard let percentile else { return none }
        return percentile.upper == nil ? "≥ \(bound(percentile.lower))" : value(percentile.milliseconds)
    }

    /// Of a model with requests.
    static func known(_ percentile: Percentile?) -> String { percentile.map { value($0) } ?? unknown }

    /// The bounds that are sure to hold the percentile: `200–250 ms`, `500 ms–1 s`, `> 60 s`.
    static func bracket(_ percentile: Percentile?) -> String {
        guard let percentile else { return none }
        guard let upper = percentile.upper else { return "> \(bound(percentile.lower))" }
        if percentile.lower == 0 { return "0–\(bound(upper))" }
        let (lower, lowerUnit) = boundParts(percentile.lower)
        let (_, upperUnit) = boundParts(upper)
        return lowerUnit == upperUnit ? "\(lower)–\(bound(upper))" : "\(lower) \(lowerUnit)–\(bound(upper))"
    }

    /// A bucket's bound: a number that somebody chose, so zeros at its end say nothing.
    static func bound(_ milliseconds: Double) -> String {
        let (number, unit) = boundParts(milliseconds)
        return "\(number) \(unit)"
    }

    private static func boundParts(_ milliseconds: Double) -> (number: String, unit: String) {
        let seconds = milliseconds >= 999.5
        let value = seconds ? milliseconds / 1e3 : milliseconds
        let decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
        return (DecimalText.short(value, decimals: decimals), seconds ? "s" : "ms")
    }

    private static func digits(_ value: Double) -> String {
        DecimalText.fixed(value, decimals: value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2)
    }
}
