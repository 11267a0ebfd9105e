import Latency

/// Cumulative counts by upper bound, as a server sends them, on their way to a checked histogram.
struct CumulativeBuckets {
    /// Why counts can't be used. The text follows the model's name in a warning.
    struct Refusal: Error {
        let reason: String
    }

    /// No model answers more requests in a window. A larger increment is garbage, and sums of years of it would overflow.
    static let largestIncrement = 1_099_511_627_776.0

    private var countByBound: [Double: Double] = [:]
    /// The sum of latencies in the metric's unit, if the server tells it.
    private(set) var sum: Double?

    /// Adds a count under an `le` label. Different spellings of one bound (`1`, `1.0`, `1e+00`) are one bound.
    mutating func add(_ count: Double, le: String) throws(Refusal) {
        guard let bound = Self.bound(le) else { throw Refusal(reason: "has a bucket le=\"\(le)\", which is no number") }
        countByBound[bound, default: 0] += count
    }

    mutating func add(sum other: Double) { sum = (sum ?? 0) + other }

    mutating func add(_ other: CumulativeBuckets) {
        countByBound.merge(other.countByBound, uniquingKeysWith: +)
        sum = if let sum, let more = other.sum { sum + more } else { nil }
    }

    /// What these have more than earlier ones of the same bounds.
    func increment(since earlier: CumulativeBuckets) -> CumulativeBuckets {
        var difference = self
        for (bound, count) in earlier.countByBound { difference.countByBound[bound, default: 0] -= count }
        difference.sum = if let sum, let before = earlier.sum { sum - before } else { nil }
        return difference
    }

    /// The same bounds without a request.
    var zeroed: CumulativeBuckets {
        var empty = self
        empty.countByBound = countByBound.mapValues { _ in 0 }
        empty.sum = sum.map { _ in 0 }
        return empty
    }

    func hasBounds(of other: CumulativeBuckets) -> Bool { countByBound.keys == other.countByBound.keys }

    /// Whether the bucket of all requests is there, without which a scrape says nothing.
    var isComplete: Bool { countByBound[.infinity] != nil }

    /// All requests; nil without the bucket that counts them.
    var requests: Double? { countByBound[.infinity] }

    /// How many series these came from.
    var seriesCount: Int { countByBound.count + (sum == nil ? 0 : 1) }

    /// Whether a counter is lower than in earlier ones, or the sum of latencies is another one for as many requests.
    func hasFallen(since earlier: CumulativeBuckets) -> Bool {
        if earlier.countByBound.contains(where: { bound, count in countByBound[bound].map { $0 < count } ?? false }) {
            return true
        }
        guard let sum, let before = earlier.sum else { return false }
        // A sum of many processes' sums is rounded otherwise from scrape to scrape.
        let rounding = 1e-6 * before.magnitude
        return sum < before - rounding || (countByBound == earlier.countByBound && sum > before + rounding)
    }

    /// The number that an `le` label stands for.
    static func bound(_ le: String) -> Double? {
        guard let bound = Double(le), !bound.isNaN else { return nil }
        return bound
    }

    /// The counts as one part of a histogram, one count per bucket.
    ///
    /// Refused are: no bucket up to +Inf, bounds that no latency has, and counts that are not finite, fall with a
    /// rising bound, are negative, or are not whole.
    func part() throws(Refusal) -> Histogram.Part {
        let buckets = countByBound.sorted { $0.key < $1.key }
        guard buckets.last?.key == .infinity else { throw Refusal(reason: "has no bucket le=\"+Inf\"") }
        guard let layout = BucketLayout(upperBounds: buckets.dropLast().map(\.key)) else {
            throw Refusal(reason: "has buckets below zero")
        }
        var counts: [Int] = []
        counts.reserveCapacity(buckets.count)
        var below = 0
        for (bound, value) in buckets {
            let cumulative = try Self.whole(value, atLeast: below, bound)
            counts.append(cumulative - below)
            below = cumulative
        }
        guard let part = Histogram.Part(layout: layout, counts: counts) else {
            throw Refusal(reason: "has counts that don't fit its buckets")
        }
        return part
    }

    private static func whole(_ value: Double, atLeast below: Int, _ bound: Double) throws(Refusal) -> Int {
        guard value.isFinite, value >= 0, value <= largestIncrement, value == value.rounded() else {
            throw Refusal(reason: "has an impossible count \(value) in bucket \(le(bound))")
        }
        guard value >= Double(below) else {
            throw Refusal(reason: "has fewer requests in bucket \(le(bound)) than in the buckets below")
        }
        return Int(value)
    }

    private static func le(_ bound: Double) -> String { bound == .infinity ? "le=\"+Inf\"" : "le=\"\(bound)\"" }

    /// The sum of latencies in microseconds; nil if unknown or impossible.
    func sumMicroseconds(_ unit: LatencyUnit) -> Int? {
        guard let sum, sum.isFinite else { return nil }
        return Int(exactly: unit.microseconds(sum).rounded())
    }

    func histogram(_ unit: LatencyUnit) throws(Refusal) -> Histogram {
        Histogram(try part(), sumMicroseconds: sumMicroseconds(unit))
    }
}
