/// Counts by range of latencies, as VictoriaMetrics' client libraries tell them: `vmrange="4.642e-01...5.275e-01"` are those
/// above the first number and up to the second one. A range has a series from its first observation on.
struct RangeCounts {
    private struct Range {
        let lower: Double
        let upper: Double
        var count: Double
    }

    /// In the order of their bounds.
    private var ranges: [Range] = []

    /// How many series these came from.
    private(set) var seriesCount = 0

    var isEmpty: Bool { ranges.isEmpty }

    /// Adds a count under a `vmrange` label. Refuses one that is no range, or of latencies below zero.
    mutating func add(_ count: Double, range text: String) throws(CumulativeBuckets.Refusal) {
        guard let (lower, upper) = Self.bounds(text) else {
            throw .init(reason: "has a bucket vmrange=\"\(text)\", which is no range of latencies")
        }
        seriesCount += 1
        let place = ranges.firstIndex { ($0.upper, $0.lower) >= (upper, lower) } ?? ranges.count
        if place < ranges.count, ranges[place].upper == upper, ranges[place].lower == lower {
            ranges[place].count += count
        } else {
            ranges.insert(Range(lower: lower, upper: upper, count: count), at: place)
        }
    }

    /// The same counts by upper bound; between two ranges there is nothing. Refuses ranges that overlap.
    func cumulative(sum: Double?) throws(CumulativeBuckets.Refusal) -> CumulativeBuckets {
        var steps: [CumulativeBuckets.Step] = []
        var (count, end) = (0.0, 0.0)
        for range in ranges {
            guard range.lower >= end else { throw .init(reason: "has buckets that overlap") }
            if range.lower > end { steps.append(.init(bound: range.lower, count: count)) }
            (count, end) = (count + range.count, range.upper)
            steps.append(.init(bound: end, count: count))
        }
        if end < .infinity { steps.append(.init(bound: .infinity, count: count)) }
        return CumulativeBuckets(.ranged, steps, sum: sum)
    }

    private static func bounds(_ text: String) -> (lower: Double, upper: Double)? {
        guard let dots = text.firstRange(of: "..."), let lower = Double(text[..<dots.lowerBound]),
            let upper = Double(text[dots.upperBound...]), lower >= 0, lower < upper
        else { return nil }
        return (lower, upper)
    }
}
