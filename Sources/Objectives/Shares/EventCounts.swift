import Latency

/// What one source counted of a model in a stretch of time: good ones among its requests, and errors.
package struct EventCounts: Hashable, Sendable {
    /// Requests that a latency was counted of, and errors.
    package struct Counts: Hashable, Sendable {
        package private(set) var requests = 0
        /// Those at or below the limit.
        package private(set) var good = CountRange.zero
        package private(set) var errors = 0

        package init() {}

        package init(requests: Int, good: CountRange, errors: Int = 0) {
            (self.requests, self.good, self.errors) = (requests, good, errors)
        }

        package mutating func add(_ other: Counts) {
            requests = requests.addingClamped(other.requests)
            good.add(other.good)
            errors = errors.addingClamped(other.errors)
        }
    }

    /// What surely belongs to the stretch.
    package var inside = Counts()
    /// What belongs to it in part, nobody knows which part: hours whose windows are no longer kept, and that the edge of the
    /// period or of an exclusion cuts.
    package var edges = Counts()
    /// Whether failed requests are among those that a latency was counted of.
    package let errorsInLatency: KnownMetric.ErrorsInLatency
    /// Whether there may be errors that nobody counted.
    package var mayLackErrors = false
    /// Whether requests were counted of which at best a mean is known, so that no limit tells how many were fast.
    package var lacksBounds = false

    package init(_ errorsInLatency: KnownMetric.ErrorsInLatency) { self.errorsInLatency = errorsInLatency }

    /// Whether any number of requests may be missing: of errors among the latencies there are no more than of those.
    var isOpen: Bool { mayLackErrors && errorsInLatency != .yes }

    /// The same without what is only known in part.
    var withoutEdges: EventCounts {
        var result = self
        result.edges = Counts()
        return result
    }

    /// The same, were all errors known that there were.
    var withKnownErrors: EventCounts {
        var result = self
        result.mayLackErrors = false
        return result
    }

    /// The same, had there been no errors.
    var withoutErrors: EventCounts {
        var result = EventCounts(errorsInLatency)
        result.mayLackErrors = mayLackErrors
        result.inside = Counts(requests: inside.requests, good: inside.good)
        result.edges = Counts(requests: edges.requests, good: edges.good)
        return result
    }

    /// So many requests and errors at most, none counted twice where that is known.
    var total: Int {
        let requests = inside.requests.addingClamped(edges.requests)
        let errors = inside.errors.addingClamped(edges.errors)
        return errorsInLatency == .yes ? max(requests, errors) : requests.addingClamped(errors)
    }

    // MARK: What may be

    /// Good ones, and all, as they may have been.
    struct Outcome: Hashable {
        var good: Int
        var all: Int
    }

    /// Of what may be, that with the lowest share is among these: of the edges only what is bad belongs to the stretch.
    /// Errors that are counted among the latencies are all among the fast ones; those that are more than all of them were not.
    var lowest: [Outcome] {
        let slow = edges.requests - min(edges.requests, edges.good.low)
        let bad = slow.addingClamped(edges.errors)
        let beside = Outcome(
            good: inside.good.low,
            all: inside.requests.addingClamped(inside.errors).addingClamped(bad))
        // Below zero where errors were more than fast requests: other sources' are not to make up for that.
        let among = Outcome(
            good: mayLackErrors ? 0 : inside.good.low - min(inside.errors, inside.requests),
            all: max(inside.requests, inside.errors).addingClamped(min(bad, edges.requests)))
        return choice(beside, among)
    }

    /// Of what may be, that with the highest share is among these: of the edges only what is good belongs to the stretch.
    /// Errors that are counted among the latencies are slow ones, as far as those go.
    var highest: [Outcome] {
        let beside = Outcome(
            good: inside.good.high.addingClamped(edges.good.high),
            all: inside.requests.addingClamped(inside.errors).addingClamped(edges.good.high))
        let edge = min(edges.good.high, edges.requests - min(edges.requests, edges.errors))
        let good = min(inside.good.high, inside.requests - min(inside.requests, inside.errors))
        let among = Outcome(
            good: good.addingClamped(edge), all: max(inside.requests, inside.errors).addingClamped(edge))
        return choice(beside, among)
    }

    private func choice(_ beside: Outcome, _ among: Outcome) -> [Outcome] {
        switch errorsInLatency {
        case .no: [beside]
        case .yes: [among]
        case .unknown: beside == among ? [beside] : [beside, among]
        }
    }
}
