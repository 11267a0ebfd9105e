import Latency
import Support

/// Cumulative counts by upper bound, as a server sends them, on their way to a checked histogram.
///
/// Between two bounds with the same count lies nothing, so that the count at any bound between them is known, too. That is
/// how histograms with different bounds can be subtracted without an error; see `increment(since:)`.
struct CumulativeBuckets {
    /// Why counts can't be used. The text follows the model's name in a warning.
    struct Refusal: Error {
        let reason: String

        static let uneven = Refusal(reason: "has fewer requests up to a bound than up to a lower one")
    }

    /// Where the bounds come from, which decides on the layout that the counts end up in.
    enum Kind {
        /// `le` labels: the bounds are the layout.
        case classic
        /// The filled buckets of an exponential native histogram: one of the layouts of `ExponentialBounds`.
        case exponential
        /// The filled buckets of another native histogram. Servers don't send the bounds of empty ones, so that the
        /// layout grows while buckets fill.
        case custom
        /// `vmrange` labels: see `RangeCounts`. The layout is the one of `RangedBounds`.
        case ranged
        /// The difference of a classic and a native histogram: the bounds that both have.
        case shared
    }

    /// No model answers more requests in a window. A larger increment is garbage, and sums of years of it would overflow.
    static let largestIncrement = 1_099_511_627_776.0

    private(set) var kind = Kind.classic
    /// In the order of their bounds, which differ.
    private(set) var steps: [Step] = []
    /// The sum of latencies in the metric's unit, if the server tells it.
    private(set) var sum: Double?

    /// So many requests took at most `bound`.
    struct Step {
        let bound: Double
        var count: Double
    }

    init() {}

    /// - Parameter steps: in the order of their bounds, the last of which is +Inf.
    init(_ kind: Kind, _ steps: [Step], sum: Double?) {
        self.kind = kind
        self.steps = steps
        self.sum = sum
    }

    /// Adds a count under an `le` label. Different spellings of one bound (`1`, `1.0`, `1e+00`) are one bound.
    mutating func add(_ count: Double, le: String) throws(Refusal) {
        guard let bound = Self.bound(le) else {
            throw Refusal(reason: "has a bucket le=\"\(le)\", which is not a number")
        }
        let place = place(of: bound)
        if place < steps.count, steps[place].bound == bound {
            steps[place].count += count
        } else {
            steps.insert(Step(bound: bound, count: count), at: place)
        }
    }

    mutating func add(sum other: Double) { sum = (sum ?? 0) + other }

    /// Adds what `hasBounds(of:)` these.
    mutating func add(_ other: CumulativeBuckets) {
        steps = Self.merge(self, other, +)
        sum = if let sum, let more = other.sum { sum + more } else { nil }
    }

    /// What these have more than earlier ones of the same replica, at all bounds at which both are known: a native
    /// histogram that lowered its resolution, or took the place of a classic one, is known at fewer.
    func increment(since earlier: CumulativeBuckets) -> CumulativeBuckets {
        let difference = Self.merge(self, earlier, -)
        let sum: Double? = if let sum, let before = earlier.sum { sum - before } else { nil }
        let kind = Self.common(kind, earlier.kind)
        guard kind == .shared else { return CumulativeBuckets(kind, difference, sum: sum) }
        // At bounds of empty native buckets both may be known, too, but at other ones in every replica and every time.
        let shared = self.kind == .classic ? self : earlier
        let isExponential = self.kind == .exponential || earlier.kind == .exponential
        let kept = difference.filter { step in
            step.bound == .infinity
                || shared.has(step.bound) && (!isExponential || ExponentialBounds.bound(step.bound) == step.bound)
        }
        return CumulativeBuckets(kind, kept, sum: sum)
    }

    /// As `increment(since:)`, of counts under two names of one metric: at the bounds that both have.
    func joined(since earlier: CumulativeBuckets) -> CumulativeBuckets {
        let increment = increment(since: earlier)
        guard kind == .classic, earlier.kind == .classic, !hasBounds(of: earlier) else { return increment }
        let kept = increment.steps.filter { has($0.bound) && earlier.has($0.bound) }
        return CumulativeBuckets(.shared, kept, sum: increment.sum)
    }

    /// The same bounds without a request.
    var zeroed: CumulativeBuckets {
        CumulativeBuckets(kind, steps.map { Step(bound: $0.bound, count: 0) }, sum: sum.map { _ in 0 })
    }

    /// Whether these can be added to others without losing a bound of either.
    func hasBounds(of other: CumulativeBuckets) -> Bool {
        guard kind == other.kind else { return false }
        if kind == .classic || kind == .shared { return steps.map(\.bound) == other.steps.map(\.bound) }
        return steps.allSatisfy { other.count(upTo: $0.bound) != nil }
            && other.steps.allSatisfy { count(upTo: $0.bound) != nil }
    }

    /// Whether the difference to others can be trusted. Classic bounds never change while a process runs: if they do, they
    /// are those of another process behind the same name.
    func isComparable(to other: CumulativeBuckets) -> Bool {
        kind != .classic || other.kind != .classic || hasBounds(of: other)
    }

    /// Whether the bucket of all requests is there, without which a scrape says nothing.
    var isComplete: Bool { steps.last?.bound == .infinity }

    /// All requests; nil without the bucket that counts them.
    var requests: Double? { isComplete ? steps.last?.count : nil }

    /// How many series of a classic histogram these came from.
    var seriesCount: Int { steps.count + (sum == nil ? 0 : 1) }

    /// Whether there are more requests up to a bound than up to a higher one.
    var hasNegativeBucket: Bool { zip(steps, steps.dropFirst()).contains { $1.count < $0.count } }

    /// The same, but with no more requests up to a bound than up to any higher one.
    var evened: CumulativeBuckets {
        var (evened, least) = (steps, Double.infinity)
        for place in evened.indices.reversed() {
            least = min(least, evened[place].count)
            evened[place].count = least
        }
        return CumulativeBuckets(kind, evened, sum: sum)
    }

    /// How many requests there are more up to a bound than up to a higher one, at most; 0 where there are none.
    var deepestFall: Double {
        zip(steps, evened.steps).reduce(0) { max($0, $1.0.count - $1.1.count) }
    }

    /// The most requests up to any bound; 0 without any.
    var highestCount: Double { steps.reduce(0) { max($0, $1.count) } }

    /// Whether a count is lower than in earlier ones, as far as both are known.
    func hasFallenCount(since earlier: CumulativeBuckets) -> Bool {
        Self.merge(self, earlier, -).contains { $0.count < 0 }
    }

    /// Whether a count is lower than in earlier ones, or the sum of latencies, or that is another one for as many requests.
    func hasFallen(since earlier: CumulativeBuckets) -> Bool {
        let difference = Self.merge(self, earlier, -)
        if difference.contains(where: { $0.count < 0 }) || hasFallenSum(since: earlier) { return true }
        guard let sum, let before = earlier.sum else { return false }
        return difference.allSatisfy { $0.count == 0 } && sum > before + Self.rounding(before)
    }

    /// Whether the sum of latencies is lower than in earlier ones; not where either is unknown.
    func hasFallenSum(since earlier: CumulativeBuckets) -> Bool {
        guard let sum, let before = earlier.sum else { return false }
        return sum < before - Self.rounding(before)
    }

    /// The least that the requests can have taken together: each of them what the bound below it says.
    private var leastSum: Double {
        zip(steps.dropFirst(), steps).reduce(0) { $0 + ($1.0.count - $1.1.count) * max(0, $1.1.bound) }
    }

    /// Whether an increment's requests took less time than that, so that some are counted above where they belong; not
    /// where the sum is unknown, or lower than before.
    ///
    /// - Parameter total: the sum that the increment's is the end of, which is rounded.
    func isAhead(ofSumUpTo total: Double?) -> Bool {
        guard let sum, sum >= 0, let total else { return false }
        return sum < leastSum - Self.rounding(total)
    }

    /// A sum of many processes' sums is rounded otherwise from scrape to scrape.
    private static func rounding(_ sum: Double) -> Double { 1e-6 * sum.magnitude }

    /// Whether a counter of requests can have this value: whole, not negative, and below 2^53, from where on a number
    /// leaves requests out.
    static func isCount(_ value: Double) -> Bool {
        0...Double(Histogram.mostInBucket) ~= value && value == value.rounded()
    }

    /// The number that an `le` label stands for.
    static func bound(_ le: String) -> Double? {
        guard let bound = Double(le), !bound.isNaN else { return nil }
        return bound
    }

    // MARK: Counts at any bound

    /// The requests that took at most `bound`; nil inside a bucket that has some.
    func count(upTo bound: Double) -> Double? {
        let place = place(of: bound)
        guard place < steps.count else { return nil }
        if steps[place].bound == bound { return steps[place].count }
        let below = place > 0 ? steps[place - 1].count : 0
        return steps[place].count == below ? below : nil
    }

    private func has(_ bound: Double) -> Bool {
        let place = place(of: bound)
        return place < steps.count && steps[place].bound == bound
    }

    /// The first step whose bound is not below this one.
    private func place(of bound: Double) -> Int { steps.partitioningIndex { $0.bound >= bound } }

    /// The bounds of either at which both counts are known.
    private static func merge(
        _ left: CumulativeBuckets, _ right: CumulativeBuckets, _ combine: (Double, Double) -> Double
    ) -> [Step] {
        var merged: [Step] = []
        merged.reserveCapacity(max(left.steps.count, right.steps.count))
        var (i, j) = (0, 0)
        while i < left.steps.count || j < right.steps.count {
            let bound = min(
                i < left.steps.count ? left.steps[i].bound : .infinity,
                j < right.steps.count ? right.steps[j].bound : .infinity)
            let (one, other) = (left.known(at: bound, &i), right.known(at: bound, &j))
            if let one, let other { merged.append(Step(bound: bound, count: combine(one, other))) }
        }
        return merged
    }

    /// As `count(upTo:)`, for bounds in rising order. `next`: the first step not below the bound; moves past one at it.
    private func known(at bound: Double, _ next: inout Int) -> Double? {
        guard next < steps.count else { return nil }
        let step = steps[next]
        let below = next > 0 ? steps[next - 1].count : 0
        guard step.bound > bound else {
            next += 1
            return step.count
        }
        return step.count == below ? below : nil
    }

    private static func common(_ one: Kind, _ other: Kind) -> Kind {
        switch (one, other) {
        case (.exponential, .custom), (.custom, .exponential): .custom
        default: one == other ? one : .shared
        }
    }
}
