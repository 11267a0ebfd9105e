import HTTPClient
import Latency
import TestSupport
import Testing

@testable import Prometheus

/// Proxies and servers that take less than Prometheus does.
@Suite("A server that takes less")
struct NarrowServerTests {
    private static let window = Window(endedAt: 600)
    private static let empty = #"{"status":"success","data":{"resultType":"vector","result":[]}}"#

    @Test("refuses POST: it is asked by GET, and from then on by GET alone", arguments: [403, 404, 405, 501])
    func getAlone(status: Int) throws {
        let server = try CannedServer { request in
            request.method == "POST" ? .text("no", status: status) : .json(Self.empty)
        }
        let client = try client(of: server)
        for _ in 0..<2 { #expect(try client.evaluate("up > 0", at: Self.window...Self.window).isEmpty) }
        #expect(server.requests.map(\.method) == ["POST", "GET", "GET"])
        for request in server.requests { #expect(request.field("query") == "up > 0") }
        let long = String(repeating: "x", count: 8000)
        let error = #expect(throws: PrometheusError.self) { try client.evaluate(long, at: Self.window...Self.window) }
        #expect(error?.message.contains("refuses POST, and the query is too long for a URL (8") == true)
        #expect(error?.isTooLarge == true)
    }

    @Test("tells a limit of its own with 500: a narrower question may have an answer", arguments: [422, 500])
    func limit(status: Int) throws {
        let text = "expanding series: the query time range exceeds the limit (query length: 744h15m0s, limit: 720h0m0s)"
        let error = try #require(try failure(text, status))
        #expect(error.isTooLarge)
        #expect(error.isRefusal)
        // A fault of the server's is none.
        for text in ["context deadline exceeded", "out of memory"] {
            #expect(try #require(try failure(text, 500)).isTooLarge == false)
        }
    }

    @Test("takes exact metric names alone: it is asked for one after the other")
    func exactNames() throws {
        let server = try CannedServer { request in
            let query = request.field("query") ?? ""
            if query.contains("__name__=~") {
                return .json(#"{"status":"error","errorType":"bad_data","error":"exact names"}"#, status: 400)
            }
            let name = query.split(separator: "\"")[1]
            return .json(
                #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"\#(name)","#
                    + #""model":"a"},"values":[[600,"1"]]}]}}"#)
        }
        let client = try client(of: server)
        let query = HistogramQueries(MetricSelector(metric: "m", selector: "", modelLabel: "model")).samples(of: ["a"])
        for _ in 0..<2 {
            let names = try client.samples(query, at: Self.window).map { $0.labels["__name__"] }
            #expect(names == ["m_bucket", "m_sum", "m"])
        }
        #expect(server.requests.count == 7)
    }

    @Test("lists no metrics: a histogram that it had in the last week is known, another is not")
    func noList() throws {
        let server = try CannedServer { request in
            guard request.path.hasSuffix("/query") else { return .text("no", status: 404) }
            let isKnown = request.field("query")?.contains("known_bucket") == true
            let series = isKnown ? #"{"metric":{},"value":[600,"1"]}"# : ""
            return .json(#"{"status":"success","data":{"resultType":"vector","result":[\#(series)]}}"#)
        }
        let client = try client(of: server)
        try client.requireHistogram(named: "known", at: Self.window)
        let error = #expect(throws: PrometheusError.self) {
            try client.requireHistogram(named: "other", at: Self.window)
        }
        #expect(
            error?.message
                == "\(server.url) had no sample of other_bucket in the last week, and does not list what it has")
    }

    @Test("writes names that are no identifiers in a way of its own")
    func spelling() throws {
        var selector = MetricSelector(metric: "gen_ai.duration", selector: "", modelLabel: "gen_ai.request.model")
        let queries = HistogramQueries(selector)
        #expect(queries.nativeModels.hasPrefix(#"count by ("gen_ai.request.model") ("#))
        #expect(queries.layouts(of: ["a"]).contains(#""gen_ai.request.model"="a""#))
        let respelled = try #require(queries.respelled())
        #expect(respelled.nativeModels.hasPrefix(#"count by (gen_ai\.request\.model) ("#))
        #expect(respelled.layouts(of: ["a"]).contains(#"gen_ai\.request\.model="a""#))
        #expect(respelled.respelled()?.nativeModels == nil)
        selector = MetricSelector(metric: "m", selector: "", modelLabel: "model")
        #expect(HistogramQueries(selector).respelled()?.nativeModels == nil)
    }

    private func failure(_ text: String, _ status: Int) throws -> PrometheusError? {
        let server = try CannedServer { _ in
            .json(#"{"status":"error","errorType":"execution","error":"\#(text)"}"#, status: status)
        }
        return #expect(throws: PrometheusError.self) {
            try client(of: server).evaluate("up", at: Self.window...Self.window)
        }
    }

    private func client(of server: CannedServer) throws -> PrometheusClient {
        PrometheusClient(
            server: try ServerURL(server.url), transport: try CurlTransport.test(), limits: .init(timeout: 10),
            patience: RetryPolicy(retries: 0))
    }
}
