import Latency
import Support

/// The parameters of a question as someone wrote them, on a command line or in a URL, under the names that they have in
/// URLs. `nil` is not given; empty is given. Some may be given several times.
package struct QueryParameters: Hashable, Sendable {
    private var values: [String: [Name]]
    /// Which of several sources is meant where the question can have but one, and nobody named it.
    package var defaultSource: Name?

    package init(_ values: [String: Name]) { self.values = values.mapValues { [$0] } }

    /// Each with its values, in the order in which they were given.
    package init(_ values: [String: [Name]]) { self.values = values.filter { !$0.value.isEmpty } }

    package init(
        source: Name? = nil, metricName: Name? = nil, model: Name? = nil, at: String? = nil, hours: String? = nil,
        step: String? = nil
    ) {
        self.init([String: [Name]]())
        self.source = source
        self.metricName = metricName
        self.model = model
        self.at = at
        self.hours = hours
        self.step = step
    }

    /// A question reads its own parameters by their names.
    package subscript(name: String) -> String? {
        get { first(name)?.text }
        set { values[name] = newValue.map { [Name($0)] } }
    }

    /// All values of one that may be given several times; empty where it is not given.
    package func all(_ name: String) -> [Name] { values[name] ?? [] }

    package mutating func set(_ name: String, _ all: [Name]) { values[name] = all.isEmpty ? nil : all }

    private func first(_ name: String) -> Name? { values[name]?.first }

    package var source: Name? {
        get { first("source") }
        set { values["source"] = newValue.map { [$0] } }
    }
    package var metricName: Name? {
        get { first("metric_name") }
        set { values["metric_name"] = newValue.map { [$0] } }
    }
    package var model: Name? {
        get { first("model_name") }
        set { values["model_name"] = newValue.map { [$0] } }
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

    /// Whether something was said that is either so or not: over HTTP without a value, or as `true` or `false`.
    package func flag(_ name: String) throws(RequestError) -> Bool {
        switch self[name] {
        case nil, "false": false
        case "", "true": true
        case let text?: throw .badFlag(text, parameter: name)
        }
    }
}
