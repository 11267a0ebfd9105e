import Collector
import Doctor
import HTTPClient
import Prometheus
import TestSupport

/// A server that answers what a doctor asks, in good health where nothing else is said.
struct CannedPrometheus {
    /// Seconds since 1970 UTC; a whole minute after a window ended.
    static let now = 1_760_679_060

    var clock = now
    var buildInfo = #"{"version":"2.53.0","goVersion":"go1.22"}"#
    var histograms = ["request_duration_seconds"]
    var gauges: [String] = []
    /// The models by the label's value, nil for series without the label, with how many series each has.
    var models: [(name: String?, series: Int)] = [("gpt-4", 12)]
    /// How many samples the newest 15 minutes have.
    var samples = 30
    var labels = ["__name__", "le", "model", "job"]
    var retention = "15d"

    func start() throws -> CannedServer {
        try CannedServer { request in
            switch request.path {
            case "/api/v1/query": answer(request.field("query") ?? "")
            case "/api/v1/label/__name__/values": names(request.field("match[]") ?? "")
            case "/api/v1/labels": data(list(labels))
            case "/api/v1/status/buildinfo": data(buildInfo)
            case "/api/v1/status/runtimeinfo": data(#"{"storageRetention":"\#(retention)"}"#)
            default: .text("not found", status: 404)
            }
        }
    }

    private func answer(_ query: String) -> CannedResponse {
        switch query {
        case "vector(time())": vector([("", clock)])
        case let query where query.hasPrefix("count by"):
            vector(models.map { ($0.name.map { #""model":"\#($0)""# } ?? "", $0.series) })
        case let query where query.hasPrefix("max(count_over_time"): vector([("", samples)])
        default: vector([])
        }
    }

    private func names(_ selector: String) -> CannedResponse {
        data(list(selector.contains("_bucket") ? histograms.map { $0 + "_bucket" } : gauges))
    }

    private func list(_ words: [String]) -> String { "[" + words.map { #""\#($0)""# }.joined(separator: ",") + "]" }

    private func vector(_ series: [(labels: String, value: Int)]) -> CannedResponse {
        let result = series.map { #"{"metric":{\#($0.labels)},"value":[\#(Self.now),"\#($0.value)"]}"# }
        return data(#"{"resultType":"vector","result":[\#(result.joined(separator: ","))]}"#)
    }

    private func data(_ text: String) -> CannedResponse { .json(#"{"status":"success","data":\#(text)}"#) }
}

extension CollectionSettings {
    /// What `collect` does by itself, of a server.
    init(url: String) throws { self.init(server: try ServerURL(url)) }
}
