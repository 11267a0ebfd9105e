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

    package init(_ errorsInLatency: KnownMetric.ErrorsInLatency) { self.errorsInLatency = errorsInLatency }

    /// The same without what is only known in part.
    var withoutEdges: EventCounts {
        var result = self
        result.edges = Counts()
        return result
    }

    /// The same, had there been no errors.
    var withoutErrors: EventCounts {
        var result = EventCounts(errorsInLatency)
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
    /// Errors that are counted among the latencies are all among the fast ones.
    var lowest: [Outcome] {
        let slow = edges.requests - min(edges.requests, edges.good.low)
        let bad = slow.addingClamped(edges.errors)
        let beside = Outcome(
            good: inside.good.low,
            all: inside.requests.addingClamped(inside.errors).addingClamped(bad))
        // Below zero where errors were more than fast requests: other sources' are not to make up for that.
        let among = Outcome(
            good: inside.good.low - min(inside.errors, inside.requests),
            all: inside.requests.addingClamped(min(bad, edges.requests)))
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
        let among = Outcome(good: good.addingClamped(edge), all: inside.requests.addingClamped(edge))
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
