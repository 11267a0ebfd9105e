import Latency
import Prometheus
import Testing

@testable import HTTPClient

@Suite("A window that has just ended")
struct JustEndedWindowTests {
    @Test("is asked for as of its very end, which VictoriaMetrics must be told")
    func uncached() throws {
        let client = PrometheusClient(
            server: try ServerURL("http://localhost:9090"), transport: FreshServer(), limits: .init(timeout: 1))
        let window = Window(endedAt: 600)
        #expect(try client.evaluate("up", at: window...window).count == 1)
    }
}

/// Has a series only for those who want no cached answer.
private struct FreshServer: HTTPTransport {
    func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        let form = request.form
        let isFresh = form.contains { $0 == ("nocache", "1") } && form.contains { $0 == ("time", "600") }
        let series = isFresh ? #"{"metric":{},"value":[600,"1"]}"# : ""
        let body = #"{"status":"success","data":{"resultType":"vector","result":[\#(series)]}}"#
        return HTTPResponse(status: 200, body: Array(body.utf8))
    }
}
