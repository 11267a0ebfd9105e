import Latency
import Prometheus
import Testing

@testable import Collector
@testable import HTTPClient

@Suite("A closer look")
struct CloserLookTests {
    @Test("asks for fewer models at a time where the answer is too large, and misses none")
    func tooLarge() throws {
        let look = try ReplicaInspector(asking: NarrowServer(models: ["a", "b", "c", "d", "e"], mostModels: 2))
        let findings = try look.findings(of: ["a", "b", "c", "d", "e"], in: Window(endedAt: 600))
        #expect(findings.map(\.model).sorted() == ["a", "b", "c", "d", "e"])
        for finding in findings { #expect(try finding.result.get().histogram.requests == 3) }
    }

    @Test("looks at a model that is too large alone by its replicas, some at a time, and adds them up")
    func someReplicas() throws {
        let names = (0..<250).map { "i\($0)" }
        let look = try ReplicaInspector(asking: CrowdedServer(replicas: names, mostReplicas: 30))
        let findings = try look.findings(of: ["m"], in: Window(endedAt: 600))
        #expect(findings.map(\.model) == ["m"])
        #expect(try findings[0].result.get().histogram.requests == 250 * 3)
        #expect(findings[0].reasonForEstimate == nil)
    }

    @Test("takes the server's estimate where it hands out no samples, and says so")
    func estimate() throws {
        let look = try ReplicaInspector(asking: CrowdedServer(replicas: ["i"], mostReplicas: 0, estimate: 5))
        let finding = try #require(try look.findings(of: ["m"], in: Window(endedAt: 600)).first)
        let value = try finding.result.get()
        #expect(value.histogram.requests == 5)
        #expect(value.quality == .reset)
        #expect(finding.reasonForEstimate == "has more samples than the server hands out")
    }

    @Test("takes no replica for new while it can't be found out whether it was seen before", arguments: [false, true])
    func unknownPast(isRefused: Bool) throws {
        let look = try ReplicaInspector(asking: YoungServer(refusesPast: isRefused))
        let value = try #require(try look.findings(of: ["m"], in: Window(endedAt: 600)).first).result.get()
        #expect(value.histogram.requests == (isRefused ? 0 : 900))
        #expect(value.quality == (isRefused ? .partial : .exact))
    }

    @Test("refuses a model of which the server tells nothing at all")
    func nothing() throws {
        let look = try ReplicaInspector(asking: CrowdedServer(replicas: ["i"], mostReplicas: 0))
        let finding = try #require(try look.findings(of: ["m"], in: Window(endedAt: 600)).first)
        let refusal = #expect(throws: CumulativeBuckets.Refusal.self) { try finding.result.get() }
        #expect(refusal?.reason == "has more samples than the server hands out")
    }
}

extension ReplicaInspector {
    fileprivate init(asking server: some HTTPTransport) throws {
        self.init(
            client: PrometheusClient(
                server: try ServerURL("http://localhost:9090"), transport: server, limits: .init(timeout: 1)),
            queries: HistogramQueries(MetricSelector(metric: "m", selector: "", modelLabel: "model")), unit: .seconds)
    }
}

/// Has a replica since 590, and a target that was scraped before without it.
private struct YoungServer: HTTPTransport {
    /// Whether it won't say when a replica was last seen.
    let refusesPast: Bool

    func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        let query = request.form.first { $0.name == "query" }?.value ?? ""
        let target = #""job":"j","instance":"i""#
        var (type, series) = ("matrix", [#"{"metric":{"model":"m","le":"+Inf",\#(target)},"values":[[590,"900"]]}"#])
        if query.hasPrefix("max_over_time(") {
            guard !refusesPast else { throw .tooLarge(server: "http://localhost:9090", maximumBytes: 1) }
            (type, series) = ("vector", [])
        } else if query.contains("scrape_samples_scraped") {
            series = [("up", "1", "1"), ("scrape_samples_scraped", "9", "12")].map { name, before, now in
                #"{"metric":{"__name__":"\#(name)",\#(target)},"values":[[575,"\#(before)"],[590,"\#(now)"]]}"#
            }
        }
        let result = series.joined(separator: ",")
        let body = #"{"status":"success","data":{"resultType":"\#(type)","result":[\#(result)]}}"#
        return HTTPResponse(status: 200, body: Array(body.utf8))
    }
}

/// Knows one model of some replicas, each of which counts from 4 to 7, and tells the samples of only so many at once.
private struct CrowdedServer: HTTPTransport {
    let replicas: [String]
    let mostReplicas: Int
    /// What it estimates that all of them did; nil where it refuses to.
    var estimate: Int?

    func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        let query = request.form.first { $0.name == "query" }?.value ?? ""
        if query.hasPrefix("count without (le)") {
            return answer("vector", replicas.map { (#""model":"m","instance":"\#($0)""#, "[600,\"9\"]") })
        }
        if query.hasPrefix("count by (model, le)") { return answer("matrix", []) }
        if query.contains(HistogramQueries.estimateLabel.text) {
            guard let estimate else { throw tooLarge }
            let labels = #""model":"m","le":"+Inf","metricsctl_estimate":"counted""#
            return answer("vector", [(labels, "[600,\"\(estimate)\"]")])
        }
        let asked = replicas.filter { one in
            ["\"", "|"].contains { query.contains("\"\(one)\($0)") || query.contains("|\(one)\($0)") }
        }
        // All of the model's, where none is named.
        guard !asked.isEmpty, asked.count <= mostReplicas else { throw tooLarge }
        return answer(
            "matrix",
            asked.map { (#""model":"m","le":"+Inf","instance":"\#($0)""#, #"[290,"4"],[590,"7"]"#) })
    }

    private var tooLarge: TransportError { .tooLarge(server: "http://localhost:9090", maximumBytes: 1) }

    private func answer(_ type: String, _ series: [(labels: String, samples: String)]) -> HTTPResponse {
        let key = type == "vector" ? "value" : "values"
        let result = series.map { labels, samples in
            #"{"metric":{\#(labels)},"\#(key)":\#(type == "vector" ? samples : "[\(samples)]")}"#
        }
        let body =
            #"{"status":"success","data":{"resultType":"\#(type)","result":[\#(result.joined(separator: ","))]}}"#
        return HTTPResponse(status: 200, body: Array(body.utf8))
    }
}

/// Answers with the samples of the models that a query names, if they are not too many: each counts from 4 to 7.
private struct NarrowServer: HTTPTransport {
    let models: [Name]
    let mostModels: Int

    func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        let query = request.form.first { $0.name == "query" }?.value ?? ""
        // model="a" or model=~"a|b"
        let asked = models.filter { model in
            ["\"\(model)\"", "\"\(model)|", "|\(model)|", "|\(model)\""].contains { query.contains($0) }
        }
        guard asked.count <= mostModels else {
            throw .tooLarge(server: "http://localhost:9090", maximumBytes: 1)
        }
        let series = asked.map {
            #"{"metric":{"model":"\#($0)","le":"+Inf","instance":"i"},"values":[[290,"4"],[590,"7"]]}"#
        }
        let body =
            #"{"status":"success","data":{"resultType":"matrix","result":[\#(series.joined(separator: ","))]}}"#
        return HTTPResponse(status: 200, body: Array(body.utf8))
    }
}
