import HTTPClient
import Latency
import Support
import TestSupport
import Testing

@testable import Prometheus

/// Answers as the sources of these servers make them; what is said of a real VictoriaMetrics is tested against one.
@Suite("Servers of Prometheus' kin")
struct DialectTests {
    private static let data = #""data":{"resultType":"vector","result":[]}"#

    @Test("are told to give all the data or none, and in the words of each of them")
    func parameters() throws {
        let server = try CannedServer { _ in .json(#"{"status":"success",\#(Self.data)}"#) }
        _ = try ask(server)
        let form = try #require(server.requests.first)
        for (name, value) in [
            ("partial_response", "false"), ("dedup", "true"), ("max_source_resolution", "0"),
            ("deny_partial_response", "1"), ("nocache", "1"), ("timeout", "10.0"),
        ] { #expect(form.field(name) == value) }
    }

    @Test(
        "are believed with a remark that is no warning",
        arguments: [
            // Prometheus 3.x, and 2.48 to 2.5x.
            #""infos":["PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket"]"#,
            #""warnings":["PromQL info: metric might not be a counter, name does not end in _total: \"m\" (1:5)"]"#,
            // Mimir and VictoriaMetrics.
            #""warnings":[]"#, #""warnings":null"#, #""isPartial":false,"stats":{"seriesFetched":"0"}"#,
        ])
    func harmless(part: String) throws {
        let server = try CannedServer { _ in .json(#"{"status":"success",\#(part),\#(Self.data)}"#) }
        #expect(try ask(server).isEmpty)
    }

    @Test(
        "are not believed with an answer that lacks data",
        arguments: [
            // Thanos, Cortex' and Mimir's federation, Prometheus' remote read, VictoriaMetrics' cluster, native histograms.
            (#""warnings":["No StoreAPIs matched for this query"]"#, "No StoreAPIs matched for this query"),
            (
                #""warnings":["remote_read: remote server http://r/read returned http status 500"]"#,
                "remote_read: remote server http://r/read returned http status 500"
            ),
            (#""isPartial":true"#, "some of its storage did not answer"),
            (
                #""warnings":["PromQL info: harmless","PromQL warning: encountered a mix of histograms and floats"]"#,
                "PromQL warning: encountered a mix of histograms and floats"
            ),
        ])
    func partial(part: String, reason: String) throws {
        let server = try CannedServer { _ in .json(#"{"status":"success",\#(part),\#(Self.data)}"#) }
        let error = #expect(throws: PrometheusError.self) { try ask(server) }
        #expect(error?.message == "\(server.url) has only partial data: \(reason)")
        #expect(error?.kind == .partialData)
        #expect(error?.isTransient == false)
    }

    /// Status, type, text; the kind of failure; whether asking again, or for less, may help.
    struct Refusal: Sendable {
        let server: String
        let status: Int
        let type: String
        let text: String
        let kind: FailureKind
        var isTransient = false
        var isTooLarge = false
    }

    @Test(
        "refuse in words of their own that mean the same",
        arguments: [
            Refusal(
                server: "Prometheus", status: 400, type: "bad_data",
                text:
                    "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution",
                kind: .rejected, isTooLarge: true),
            Refusal(
                server: "Prometheus", status: 422, type: "execution",
                text: "query processing would load too many samples into memory in query execution", kind: .rejected,
                isTooLarge: true),
            Refusal(
                server: "Prometheus", status: 400, type: "bad_data",
                text: "1:5: parse error: unexpected end of input", kind: .rejected),
            Refusal(
                server: "Prometheus", status: 503, type: "timeout", text: "query timed out in expression evaluation",
                kind: .timeout),
            Refusal(
                server: "VictoriaMetrics", status: 422, type: "422",
                text: "cannot select more than -search.maxSamplesPerQuery=3000 samples; possible solutions: …",
                kind: .rejected, isTooLarge: true),
            Refusal(
                server: "VictoriaMetrics", status: 422, type: "422",
                text: "the number of matching timeseries exceeds 2; either narrow down the search or …",
                kind: .rejected, isTooLarge: true),
            Refusal(
                server: "VictoriaMetrics", status: 503, type: "503",
                text: "timeout exceeded while fetching data block #3 from storage: 30 seconds", kind: .timeout),
            Refusal(
                server: "VictoriaMetrics", status: 429, type: "429",
                text: "couldn't start executing the request in 10 seconds", kind: .unreachable, isTransient: true),
            Refusal(
                server: "Thanos", status: 422, type: "execution",
                text: "expanding series: proxy Series(): rpc error: exceeded samples limit", kind: .rejected,
                isTooLarge: true),
            Refusal(
                server: "Mimir", status: 422, type: "execution",
                text: "the query exceeded the maximum number of chunks (limit: 2000000 chunks) (err-mimir-max-chunks)",
                kind: .rejected, isTooLarge: true),
            Refusal(
                server: "Mimir", status: 401, type: "bad_data", text: "no org id", kind: .unauthorized),
            Refusal(
                server: "Mimir", status: 503, type: "unavailable", text: "too many unhealthy instances in the ring",
                kind: .unreachable, isTransient: true),
        ])
    func refusal(_ refusal: Refusal) throws {
        let server = try CannedServer { _ in
            .json(
                #"{"status":"error","errorType":"\#(refusal.type)","error":"\#(refusal.text)"}"#, status: refusal.status
            )
        }
        let error = try #require(#expect(throws: PrometheusError.self) { try ask(server) })
        #expect(error.kind == refusal.kind)
        #expect(error.isTransient == refusal.isTransient)
        #expect(error.isTooLarge == refusal.isTooLarge)
        if refusal.status != 401 { #expect(error.message.contains(refusal.text)) }
    }

    private func ask(_ server: CannedServer) throws -> [Series] {
        let client = PrometheusClient(
            server: try ServerURL(server.url), transport: try CurlTransport.test(), limits: .init(timeout: 10),
            patience: RetryPolicy(retries: 0))
        return try client.evaluate("up", at: Window(endedAt: 600)...Window(endedAt: 600))
    }
}
