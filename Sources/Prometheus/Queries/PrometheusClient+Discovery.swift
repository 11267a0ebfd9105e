import FoundationEssentials
import Latency

/// What `discover` asks. Names are whatever the server says.
extension PrometheusClient {
    /// Which of some names have series at present, or had some in the last hour, and of which jobs: `[name: jobs]`. One
    /// question with all names, which every server answers that takes patterns for names.
    package func jobs(ofSeries names: [String], inLastHour: Bool = false) throws(PrometheusError) -> [String: Set<
        String
    >] {
        let pattern = names.map(PromQL.regexEscaped).joined(separator: "|")
        let selector = "{__name__=~\(PromQL.quoted(pattern))}"
        let series = inLastHour ? "last_over_time(\(selector)[1h])" : selector
        let asked = Set(names)
        return try evaluateNow("count by (__name__, job) (\(series))").reduce(into: [:]) { found, one in
            guard let name = one.labels["__name__"], asked.contains(name.text) else { return }
            found[name.text, default: []].insert(one.labels["job"]?.text ?? "")
        }
    }

    /// The names of all metrics that the server lists; it may list fewer than it has.
    package func metricNames() throws(PrometheusError) -> [String] {
        let body = try send(.get, "api/v1/label/__name__/values", [])
        do { return try ResponseDecoder.decodeStrings(body) } catch { throw unusable(error) }
    }

    /// The types of the metrics that the server scrapes itself, by name; nil where it does not tell. What is missing may be
    /// there all the same.
    package func metricTypes() -> [String: String]? {
        struct Answer: Decodable {
            struct Entry: Decodable { let type: String? }
            let data: [String: [Entry]]
        }
        guard let body = try? send(.get, "api/v1/metadata", [("limit_per_metric", "1")]),
            let answer = try? JSONDecoder().decode(Answer.self, from: Data(body))
        else { return nil }
        return answer.data.compactMapValues { $0.first?.type }
    }

    /// How many series of a name there are by the values of some labels.
    package func countSeries(named name: String, by labels: [String]) throws(PrometheusError) -> [Series] {
        let spelled = labels.map { MetricSelector.isLabelName($0) ? $0 : PromQL.quoted($0) }
        return try evaluateNow("count by (\(spelled.joined(separator: ", "))) ({__name__=\(PromQL.quoted(name))})")
    }

    /// The names of the labels that the series of a name have; nil where the server does not tell.
    package func labelNames(ofSeries name: String) -> [String]? {
        try? labelNames(matching: ["{__name__=\(PromQL.quoted(name))}"])
    }

    /// A selector of some jobs, whatever their names are.
    package static func selector(ofJobs jobs: [String]) -> String { PromQL.matcher("job", jobs.map { Name($0) }) }
}
