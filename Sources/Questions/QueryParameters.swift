import Latency
import Support

/// The parameters of a question as someone wrote them: on a command line or in a URL. `nil` is not given; empty is given.
package struct QueryParameters: Hashable, Sendable {
    package var source: Name?
    package var metricName: Name?
    package var model: Name?
    package var at: String?
    package var hours: String?
    package var step: String?
    package var since: String?
    package var failed: Bool

    package init(
        source: Name? = nil, metricName: Name? = nil, model: Name? = nil, at: String? = nil, hours: String? = nil,
        step: String? = nil, since: String? = nil, failed: Bool = false
    ) {
        self.source = source
        self.metricName = metricName
        self.model = model
        self.at = at
        self.hours = hours
        self.step = step
        self.since = since
        self.failed = failed
    }

    /// The moment that the question is about, in seconds since 1970 UTC; nil means now. Before 1970 nothing can have
    /// been collected.
    package func moment() throws(RequestError) -> Int? {
        guard let at else { return nil }
        guard let time = Timestamp.parse(at), time >= 0 else { throw .badTime(at) }
        return time
    }
}
