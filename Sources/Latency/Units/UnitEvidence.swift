/// What speaks against a unit that was only guessed: latencies of requests that nobody would wait for, or that no model
/// could answer in.
package struct UnitEvidence: Hashable, Sendable {
    /// Of any histogram that had requests, in the metric's unit; nil without any.
    private var highestBound: Double?
    private var sumMicroseconds = 0.0
    /// Those whose sum is known.
    private var requests = 0

    package init() {}

    package mutating func add(_ histogram: Histogram) {
        let count = histogram.requests
        guard count > 0 else { return }
        for bound in histogram.parts.compactMap({ $0.layout.upperBounds.last }) {
            highestBound = max(highestBound ?? bound, bound)
        }
        guard let sum = histogram.sumMicroseconds else { return }
        sumMicroseconds += Double(sum)
        requests += count
    }

    private static let hour = 3.6e9
    private static let shortest = 10.0

    /// What is odd about the mean, in words; nil where nothing is, or it is not known.
    package var oddMean: String? {
        guard requests > 0 else { return nil }
        let mean = sumMicroseconds / Double(requests)
        if mean > Self.hour { return "the mean would be above an hour" }
        return mean < Self.shortest ? "the mean would be below 10 µs" : nil
    }

    /// What is odd about the bounds, in words. Servers that do tell their unit have such bounds, too.
    private func oddBounds(in unit: LatencyUnit) -> String? {
        guard let highestBound, unit.microseconds(highestBound) > Self.hour else { return nil }
        return "buckets would reach beyond an hour"
    }

    /// All that speaks against a guess, in words; empty where nothing does.
    package func reasons(against unit: LatencyUnit, metric: String) -> [String] {
        let other = LatencyUnit.otherQuantity(ofName: metric).map { "its name speaks of \($0)" }
        return [other, oddBounds(in: unit), oddMean].compactMap(\.self)
    }

    /// What is said of a guess.
    package func text(guessing unit: LatencyUnit, metric: String) -> String {
        let reasons = reasons(against: unit, metric: metric)
        let doubts = reasons.isEmpty ? "" : ", which is doubtful: \(reasons.joined(separator: ", "))"
        return "nothing tells the unit of \(metric): it is taken for \(unit.rawValue)\(doubts)"
    }
}
