import Archive
import HTTPClient
import Latency
import Prometheus
import Synchronization
import TestSupport
import Testing

@testable import Collector

/// What a plain run asks of windows that are stored. Boundaries 9 to 12 are asked for; 10 and 11 are stored.
@Suite("Windows that are settled")
struct SettledWindowsTests {
    private let slice = Window(index: 10)...Window(index: 12)
    private let source = SourceDescription(
        name: "default", metric: "m", url: "http://localhost:9090", selector: "", modelLabel: "model", unit: .seconds)

    @Test("have their sums asked for no more where the number of requests is the one that is stored")
    func unchanged() throws {
        let server = CountersServer(["a": [5, 7, 7, 10], "idle": [3, 3, 3, 3]])
        let slice = try read(server, stored: [10: ["a": 2, "idle": 0], 11: ["a": 0]])
        #expect(server.sumsAskedFor == [11...12])
        #expect(slice.windows.map(\.window.index) == [12])
        #expect(requests(slice) == [12: ["a": 3, "idle": 0]])
        #expect(slice.unchanged?.windows == 2)
        #expect(slice.unchanged?.models == ["a", "idle"])
        #expect(slice.unchanged?.requests == 2)
    }

    @Test("are read as if they were not stored where requests came late, or another model")
    func changed() throws {
        let all: [[Int: [Name: Int]]] = [
            [10: ["a": 2], 11: ["a": 1]], [10: ["a": 1], 11: ["a": 0]], [10: ["a": 2, "b": 1], 11: [:]],
        ]
        for stored in all {
            let server = CountersServer(["a": [5, 7, 7, 10]])
            let slice = try read(server, stored: stored)
            #expect(server.sumsAskedFor == [11...12, 9...10])
            #expect(requests(slice) == [10: ["a": 2], 11: ["a": 0], 12: ["a": 3]])
            #expect(slice.unchanged == nil)
        }
    }

    @Test("are read where something happened to a replica in them, whatever is stored")
    func event() throws {
        let server = CountersServer(["a": [5, 7, 7, 10]], events: ["a": [11]])
        let slice = try read(server, stored: [10: ["a": 2], 11: ["a": 0]])
        #expect(server.sumsAskedFor == [11...12, 9...10])
        #expect(slice.windows.map(\.window.index) == [10, 11, 12])
    }

    @Test("are asked for with the others where a count is not exact, counted together, or a model was refused")
    func unsettled() throws {
        let window = Window(index: 10)
        var settled = SettledWindows()
        settled.add(CollectedWindow(window: window, models: [try value("a", 2, .spanned)]), refused: [])
        settled.add(CollectedWindow(window: window, models: [try value("(other)", 2)]), refused: [])
        settled.add(CollectedWindow(window: window, models: [try value("a", 2)]), refused: [window])
        #expect(settled.rest(of: slice) == slice)
        settled.add(CollectedWindow(window: window, models: [try value("a", 2)]), refused: [])
        #expect(settled.rest(of: slice) == Window(index: 11)...Window(index: 12))
        // One that is settled behind one that is not.
        #expect(settled.rest(of: Window(index: 9)...window) == Window(index: 9)...window)
        // A slice of which nothing is new.
        #expect(settled.rest(of: window...window) == window...window)
    }

    @Test("are those that a plan finds in the archive")
    func planned() throws {
        let folder = try TemporaryFolder()
        let archive = try Archive(creatingAt: folder.path("metrics.db"))
        let stored = try archive.source(source)
        let windows = try [
            CollectedWindow(window: Window(index: 97), models: [value("a", 1, .reset)]),
            CollectedWindow(window: Window(index: 98), models: [value("a", 2)]),
            CollectedWindow(window: Window(index: 99), models: [value("a", 3), value("b", 0)]),
        ]
        try archive.commit(windows, run: nil, of: stored)
        let plan = try CollectionPlan(now: 100 * 300, backfill: nil, of: stored, in: archive)
        let slice = Window(index: 98)...Window(index: 100)
        #expect(plan.slices.next == slice)
        #expect(plan.settledWindows(in: slice).rest(of: slice) == Window(index: 100)...Window(index: 100))
        #expect(plan.settledWindows(in: slice)[Window(index: 99)] == ["a": 3, "b": 0])
        #expect(plan.settledWindows(in: slice)[Window(index: 97)] == nil)
        // A part of it is asked for after the whole was too much.
        #expect(plan.settledWindows(in: Window(index: 99)...Window(index: 100))[Window(index: 99)] == nil)
    }

    private func read(_ server: CountersServer, stored: [Int: [Name: Int]]) throws -> HistogramReader.Slice {
        let client = PrometheusClient(
            server: try ServerURL(source.url), transport: server, limits: .init(timeout: 1))
        var settled = SettledWindows()
        for (index, models) in stored {
            let values = try models.map { try value($0, $1) }
            settled.add(CollectedWindow(window: Window(index: index), models: values), refused: [])
        }
        let layout = try #require(BucketLayout(upperBounds: []))
        return try HistogramReader(client: client, source: source).read(
            slice, layouts: ["a": layout, "idle": layout], settled: settled)
    }

    private func requests(_ slice: HistogramReader.Slice) -> [Int: [Name: Int]] {
        let windows = slice.windows.map { window in
            (
                window.window.index,
                Dictionary(uniqueKeysWithValues: window.models.map { ($0.model, $0.histogram.requests) })
            )
        }
        return Dictionary(uniqueKeysWithValues: windows)
    }

    private func value(_ model: Name, _ requests: Int, _ quality: Quality = .exact) throws -> ModelWindow {
        let layout = try #require(BucketLayout(upperBounds: []))
        let part = try #require(Histogram.Part(layout: layout, counts: [requests]))
        return ModelWindow(model: model, quality: quality, histogram: Histogram(part, sumMicroseconds: nil))
    }
}

/// Has counters at the boundaries 9 to 12, and answers two questions at once.
private final class CountersServer: HTTPTransport {
    private let counters: [String: [Int]]
    private let events: [String: [Int]]
    private let asked = Mutex<[ClosedRange<Int>]>([])
    /// The boundaries of each question for sums.
    var sumsAskedFor: [ClosedRange<Int>] { asked.withLock(\.self) }

    init(_ counters: [String: [Int]], events: [String: [Int]] = [:]) {
        (self.counters, self.events) = (counters, events)
    }

    func begin(_ request: HTTPRequest) -> (any AwaitedAnswer)? { Answer(server: self, request: request) }

    func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        func field(_ name: String) -> String { request.form.first { $0.name == name }?.value ?? "" }
        guard let start = Int(field("start")), let end = Int(field("end")) else { return answer([]) }
        let boundaries = start / 300...end / 300
        if field("query").hasPrefix("sum by") {
            asked.withLock { $0.append(boundaries) }
            return answer(totals(boundaries, labels: #","le":"+Inf""#))
        }
        guard field("query").contains("total") else { return answer([]) }
        let marks = events.map { series($0, labels: "", $1.map { ($0, 1) }) }
        return answer(marks + totals(boundaries, labels: #","metricsctl_remark":"total""#))
    }

    private func totals(_ boundaries: ClosedRange<Int>, labels: String) -> [String] {
        counters.map { model, counts in series(model, labels: labels, boundaries.map { ($0, counts[$0 - 9]) }) }
    }

    private func series(_ model: String, labels: String, _ samples: [(Int, Int)]) -> String {
        let values = samples.map { "[\($0 * 300),\"\($1)\"]" }.joined(separator: ",")
        return #"{"metric":{"model":"\#(model)"\#(labels)},"values":[\#(values)]}"#
    }

    private func answer(_ series: [String]) -> HTTPResponse {
        let result = series.joined(separator: ",")
        return HTTPResponse(
            status: 200, body: Array(#"{"status":"success","data":{"resultType":"matrix","result":[\#(result)]}}"#.utf8)
        )
    }

    private struct Answer: AwaitedAnswer {
        let server: CountersServer
        let request: HTTPRequest
        func wait() throws(TransportError) -> HTTPResponse { try server.send(request) }
    }
}
