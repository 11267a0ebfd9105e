import Latency
import Support

/// The parameters of a question as someone wrote them, on a command line or in a URL, under the names that they have in
/// URLs. `nil` is not given; empty is given.
package struct QueryParameters: Hashable, Sendable {
    private var values: [String: Name]
    /// Which of several sources is meant where the question can have but one, and nobody named it.
    package var defaultSource: Name?

    package init(_ values: [String: Name]) { self.values = values }

    package init(
        source: Name? = nil, metricName: Name? = nil, model: Name? = nil, at: String? = nil, hours: String? = nil,
        step: String? = nil
    ) {
        self.init([:])
        self.source = source
        self.metricName = metricName
        self.model = model
        self.at = at
        self.hours = hours
        self.step = step
    }

    /// A question reads its own parameters by their names.
    package subscript(name: String) -> String? {
        get { values[name]?.text }
        set { values[name] = newValue.map { Name($0) } }
    }

    package var source: Name? {
        get { values["source"] }
        set { values["source"] = newValue }
    }
    package var metricName: Name? {
        get { values["metric_name"] }
        set { values["metric_name"] = newValue }
    }
    package var model: Name? {
        get { values["model_name"] }
        set { values["model_name"] = newValue }
    }
    package var at: String? {
        get { self["at"] }
        set { self["at"] = newValue }
    }
    package var hours: String? {
        get { self["hours"] }
        set { self["hours"] = newValue }
    }
    package var step: String? {
        get { self["step"] }
        set { self["step"] = newValue }
    }

    /// The moment that the question is about, in seconds since 1970 UTC: `at`, else `now`. Before 1970 nothing can have
    /// been collected.
    package func moment(now: Int) throws(RequestError) -> Int {
        guard let at else { return now }
        guard let time = Timestamp.parse(at), time >= 0 else { throw .badTime(at) }
        return time
    }
}
