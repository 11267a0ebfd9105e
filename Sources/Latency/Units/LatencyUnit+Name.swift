extension LatencyUnit {
    /// The unit that a metric's name ends in; nil where it names none.
    ///
    /// Names are taken apart at `_`, `.`, `:` and before capitals (`latencyMs`); words that say what kind of metric it is
    /// may follow the unit (`_seconds_total`, `_ms_histogram`).
    package init?(ofName name: String) {
        var words = Self.words(of: name)
        while let last = words.last, Self.kinds.contains(last) { words.removeLast() }
        // A name that is nothing but a unit names a quantity.
        guard words.count > 1, let last = words.last, let unit = Self.spellings[last] else { return nil }
        self = unit
    }

    /// What a metric's name says that it counts instead of time: `tokens`, `bytes`; nil where it says nothing like that.
    package static func otherQuantity(ofName name: String) -> String? {
        words(of: name).last { !kinds.contains($0) }.flatMap { others.contains($0) ? $0 : nil }
    }

    private static let kinds: Set<String> = ["total", "histogram", "hist", "bucket", "metric", "distribution"]
    private static let others: Set<String> = [
        "tokens", "token", "bytes", "kilobytes", "megabytes", "ratio", "percent", "celsius", "size", "length", "count",
        "requests", "words", "characters", "chars", "hour", "hours", "day", "days",
    ]

    private static let spellings: [String: LatencyUnit] = {
        let words: [(LatencyUnit, String)] = [
            (.nanoseconds, "ns nsec nsecs nano nanos nanosecond nanoseconds"),
            (.microseconds, "us usec usecs micro micros microsec microsecs microsecond microseconds"),
            (.milliseconds, "ms msec msecs milli millis millisec millisecs millisecond milliseconds"),
            (.seconds, "s sec secs second seconds"), (.minutes, "min mins minute minutes"),
        ]
        return words.reduce(into: [:]) { table, unit in
            for word in unit.1.split(separator: " ") { table[String(word)] = unit.0 }
        }
    }()

    private static func words(of name: String) -> [String] {
        var words = [""]
        var wasLower = false
        for scalar in name.unicodeScalars {
            let isUpper = ("A"..."Z").contains(scalar)
            if ["_", ".", ":"].contains(scalar) {
                words.append("")
            } else {
                if isUpper, wasLower { words.append("") }
                words[words.count - 1].unicodeScalars.append(scalar)
            }
            wasLower = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
        }
        return words.map { $0.lowercased() }.filter { !$0.isEmpty }
    }
}
