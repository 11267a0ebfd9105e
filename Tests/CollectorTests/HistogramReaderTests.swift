import Archive
import Latency
import Prometheus
import Synchronization
import TestSupport
import Testing

@testable import Collector

@Suite("A reader")
struct HistogramReaderTests {
    private let source = SourceDescription(
        name: "default", metric: "m", url: "http://localhost:9090", selector: "", modelLabel: "model", unit: .seconds)

    @Test("asks for the bucket layouts of every slice but for models known to have one around it")
    func asksForLayouts() throws {
        let server = CountingServer()
        let client = PrometheusClient(
            server: try ServerURL(source.url), transport: server, limits: .init(timeout: 1))
        let reader = HistogramReader(client: client, source: source)
        let (newer, older) = (Window(index: 11)...Window(index: 12), Window(index: 5)...Window(index: 6))
        _ = try reader.read(newer, uniform: ["a"])
        #expect(server.layoutQueries == 0)
        // What was so in newer windows may have been otherwise before.
        _ = try reader.read(older, uniform: [])
        #expect(server.layoutQueries == 1)
    }

    @Test("is known to find one layout only next to windows that were collected so")
    func uniformModels() throws {
        let folder = try TemporaryFolder()
        let archive = try Archive(creatingAt: folder.path("metrics.db"))
        let stored = try archive.source(source)
        let one = try value("one", [[1, 2]])
        let mixed = try value("mixed", [[1, 2], [1, 4]])
        try archive.commit(
            [CollectedWindow(window: Window(index: 99), models: [one, mixed])], run: nil, of: stored)
        let next = try CollectionPlan(now: 100 * 300, backfill: nil, of: stored, in: archive)
        #expect(next.uniform == ["one"])
        let muchLater = try CollectionPlan(now: 200 * 300, backfill: nil, of: stored, in: archive)
        #expect(muchLater.slices.next == Window(index: 165)...Window(index: 200))
        #expect(muchLater.uniform == [])
    }

    private func value(_ model: String, _ layouts: [[Double]]) throws -> ModelWindow {
        var histogram = Histogram()
        for bounds in layouts {
            let layout = try #require(BucketLayout(upperBounds: bounds))
            let part = try #require(Histogram.Part(layout: layout, counts: [1, 0, 0]))
            histogram.merge(Histogram(part, sumMicroseconds: nil))
        }
        return ModelWindow(model: model, quality: .exact, histogram: histogram)
    }
}

/// Has one model without requests, and counts the queries for layouts.
private final class CountingServer: HTTPTransport {
    private let count = Mutex(0)
    var layoutQueries: Int { count.withLock(\.self) }

    func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        let query = request.form.first { $0.name == "query" }?.value ?? ""
        var series = ""
        if query.hasPrefix("count by (model, le)") { count.withLock { $0 += 1 } }
        if query.hasPrefix("sum by") {
            let times = [4, 5, 6, 10, 11, 12].map { "[\($0 * 300),\"0\"]" }.joined(separator: ",")
            series = #"{"metric":{"model":"a","le":"+Inf"},"values":[\#(times)]}"#
        }
        let body = #"{"status":"success","data":{"resultType":"matrix","result":[\#(series)]}}"#
        return HTTPResponse(status: 200, body: Array(body.utf8))
    }
}
