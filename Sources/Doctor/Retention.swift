/// Prometheus' way of writing a span of time.
enum Retention {
    private static let seconds: [String: Int] = [
        "y": 365 * 86_400, "w": 7 * 86_400, "d": 86_400, "h": 3600, "m": 60, "s": 1, "ms": 0,
    ]

    /// Seconds of `15d`, `1w2d` or `15d or 10GiB`; nil where it names no time that a server could mean.
    static func seconds(_ text: String) -> Int? {
        guard var rest = text.split(separator: " ").first else { return nil }
        var total = 0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            let unit = rest.dropFirst(digits.count).prefix { $0.isLetter }
            // Up to 30 years of seconds.
            guard digits.count <= 9, let count = Int(digits), let length = seconds[String(unit)] else { return nil }
            total += count * length
            rest = rest.dropFirst(digits.count + unit.count)
        }
        return total
    }
}
