import Archive
import Latency
import Prometheus
import SQLiteStore
import Synchronization
import TestSupport
import Testing

@testable import Collector
@testable import HTTPClient

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
        _ = try reader.read(newer, layouts: ["a": try layout([])])
        #expect(server.layoutQueries == 0)
        // What was so in newer windows may have been otherwise before.
        _ = try reader.read(older)
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
        #expect(next.layouts == ["one": try layout([1, 2])])
        let muchLater = try CollectionPlan(now: 200 * 300, backfill: nil, of: stored, in: archive)
        #expect(muchLater.slices.next == Window(index: 165)...Window(index: 200))
        #expect(muchLater.layouts == [:])
    }

    private func layout(_ bounds: [Double]) throws -> BucketLayout { try #require(BucketLayout(upperBounds: bounds)) }

    private func value(_ model: Name, _ layouts: [[Double]]) throws -> ModelWindow {
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
        func field(_ name: String) -> String { request.form.first { $0.name == name }?.value ?? "" }
        let isAboutLayouts = field("query").hasPrefix("count by (model, le)")
        if isAboutLayouts { count.withLock { $0 += 1 } }
        guard isAboutLayouts || field("query").hasPrefix("sum by"), let start = Int(field("start")),
            let end = Int(field("end"))
        else {
            let body = #"{"status":"success","data":{"resultType":"matrix","result":[]}}"#
            return HTTPResponse(status: 200, body: Array(body.utf8))
        }
        return LimitedServer.values(isAboutLayouts ? "1" : "0", start, end)
    }
}
