import Latency
import Prometheus
import Testing

@testable import Collector

@Suite("A closer look")
struct CloserLookTests {
    @Test("asks for fewer models at a time where the answer is too large, and misses none")
    func tooLarge() throws {
        let server = NarrowServer(models: ["a", "b", "c", "d", "e"], mostModels: 2)
        let client = PrometheusClient(
            server: try ServerURL("http://localhost:9090"), transport: server, limits: .init(timeout: 1))
        let queries = HistogramQueries(MetricSelector(metric: "m", selector: "", modelLabel: "model"))
        let look = CloserLook(client: client, queries: queries, unit: .seconds)
        let findings = try look.findings(of: ["a", "b", "c", "d", "e"], in: Window(endedAt: 600))
        #expect(findings.map(\.model).sorted() == ["a", "b", "c", "d", "e"])
        for finding in findings { #expect(try finding.result.get().histogram.requests == 3) }
    }

    @Test("refuses a model that is too large alone, and tells of the others")
    func oneTooLarge() throws {
        let server = NarrowServer(models: ["a", "b"], mostModels: 1, tooLarge: "b")
        let client = PrometheusClient(
            server: try ServerURL("http://localhost:9090"), transport: server, limits: .init(timeout: 1))
        let queries = HistogramQueries(MetricSelector(metric: "m", selector: "", modelLabel: "model"))
        let look = CloserLook(client: client, queries: queries, unit: .seconds)
        let findings = try look.findings(of: ["a", "b"], in: Window(endedAt: 600))
        #expect(findings.map(\.model) == ["a", "b"])
        #expect(try findings[0].result.get().histogram.requests == 3)
        let refusal = #expect(throws: CumulativeBuckets.Refusal.self) { try findings[1].result.get() }
        #expect(refusal?.reason == "has more samples than fit into one answer")
    }
}

/// Answers with the samples of the models that a query names, if they are not too many: each counts from 4 to 7.
private struct NarrowServer: HTTPTransport {
    let models: [String]
    let mostModels: Int
    var tooLarge: String?

    func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        let query = request.form.first { $0.name == "query" }?.value ?? ""
        // model="a" or model=~"a|b"
        let asked = models.filter { model in
            ["\"\(model)\"", "\"\(model)|", "|\(model)|", "|\(model)\""].contains { query.contains($0) }
        }
        guard asked.count <= mostModels, !asked.contains(where: { $0 == tooLarge }) else {
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
