/// Takes the time of one thing many times.
enum Stopwatch {
    static let runs = 41

    /// The median, and the best: a busy machine makes the median long, and the best hardly.
    static func milliseconds(_ body: () throws -> Void) rethrows -> String {
        var times: [Double] = []
        for _ in 0..<runs { times.append(try once(body)) }
        return "\(twoDecimals(median(times))) (\(twoDecimals(times.min() ?? 0)))"
    }

    static func once(_ body: () throws -> Void) rethrows -> Double {
        try ContinuousClock().measure(body) / .milliseconds(1)
    }

    static func median(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.sorted()[values.count / 2] }
}
