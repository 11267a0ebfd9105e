import Archive
import Latency
import Prometheus
import Synchronization
import Testing

@testable import Collector
@testable import HTTPClient

/// Windows are told by their index. It is 100 now, and 98 to 100 are what every run asks for.
@Suite("A collection of many windows")
struct SliceLoopTests {
    private static let tooMany = "query processing would load too many samples into memory in query execution"

    @Test("asks for less at once where the server refuses, misses nothing, and goes on with more")
    func halves() throws {
        let server = LimitedServer { windows in windows.count > 5 ? .refusal(422, Self.tooMany) : .answer }
        let found = try run(server, backfill: 61...100)
        #expect(found.ending == .complete)
        #expect(found.windows == Set(61...100))
        #expect(found.windowsLeft == 0)
        #expect(server.asked.prefix(5) == [65...100, 83...100, 92...100, 97...100, 89...96])
    }

    @Test(
        "asks for less at once where answers are too late, too large, incomplete or broken",
        arguments: [
            LimitedServer.Answer.refusal(503, "query timed out", type: "timeout"), .tooLate, .tooLarge, .partial,
            .refusal(504, "upstream request timeout"), .refusal(500, "out of memory"),
            .refusal(400, "exceeded maximum resolution of 11,000 points per timeseries", type: "bad_data"),
            .refusal(422, "cannot process more than 1000 samples; increase -search.maxSamplesPerQuery", type: "422"),
        ])
    func narrows(answer: LimitedServer.Answer) throws {
        let server = LimitedServer { windows in windows.count > 5 ? answer : .answer }
        #expect(try run(server, backfill: 61...100).windows == Set(61...100))
    }

    @Test("leaves out what can't be had of old windows, in a plain run and in a backfill", arguments: [true, false])
    func leavesOut(isBackfill: Bool) throws {
        let server = LimitedServer { windows in windows.overlaps(70...72) ? .refusal(422, Self.tooMany) : .answer }
        let found = try run(server, backfill: isBackfill ? 61...100 : nil, collectedFrom: 61)
        #expect(found.windows == Set(61...100).subtracting(70...72))
        #expect(found.windowsLeft == 3)
    }

    @Test("fails if the newest windows can't be had")
    func newest() throws {
        let server = LimitedServer { windows in windows.contains(99) ? .refusal(422, Self.tooMany) : .answer }
        #expect(throws: CollectionError.self) { try run(server, backfill: nil) }
    }

    @Test("does not fail in a plain run if the server is gone after the newest windows, but does in a backfill")
    func gone() throws {
        let server = LimitedServer { windows in windows.contains(100) ? .answer : .refusal(503, "gone") }
        let found = try run(server, backfill: nil, collectedFrom: 21)
        #expect(found.windows == Set(65...100))
        #expect(found.windowsLeft == 44)
        #expect(throws: CollectionError.self) { try run(server, backfill: 21...100) }
    }

    @Test("does not go on asking for one old window after the other if none can be had")
    func givesUp() throws {
        let server = LimitedServer { windows in windows.contains(100) ? .answer : .refusal(422, Self.tooMany) }
        let found = try run(server, backfill: nil, collectedFrom: 1)
        #expect(found.windows == Set(65...100))
        #expect(found.windowsLeft == 64)
        #expect(server.asked.count < 40)
        #expect(throws: CollectionError.self) { try run(server, backfill: 1...100) }
    }

    @Test("ends between two slices when the program is to end")
    func interrupted() throws {
        let server = LimitedServer { _ in .answer }
        let found = try run(server, backfill: 1...100, isInterrupted: { !server.asked.isEmpty })
        #expect(found.ending == .interrupted)
        #expect(found.windows == Set(65...100))
        #expect(found.windowsLeft == 64)
    }

    @Test("ends when the time of a plain run is over, with what it has")
    func outOfTime() throws {
        let clock = Mutex(0.0)
        let server = LimitedServer { _ in
            clock.withLock { $0 += 60 }
            return .answer
        }
        let found = try run(
            server, backfill: nil, collectedFrom: 1,
            patience: RetryPolicy(retries: Defaults.retries, timeBudget: 100, now: { clock.withLock { $0 } }))
        #expect(found.ending == .outOfTime)
        #expect(found.windows == Set(65...100))
        let backfill = try run(
            server, backfill: 1...100,
            patience: RetryPolicy(retries: Defaults.retries, timeBudget: 200, now: { clock.withLock { $0 } }))
        #expect(backfill.windows == Set(1...100))
    }

    private struct Found {
        var windows: Set<Int> = []
        var windowsLeft = 0
        var ending = BatchRunner.Ending.complete
    }

    private func run(
        _ server: LimitedServer, backfill: ClosedRange<Int>?, collectedFrom: Int? = nil,
        patience: RetryPolicy = RetryPolicy(retries: 0), isInterrupted: @escaping () -> Bool = { false }
    ) throws -> Found {
        let source = LimitedServer.source
        let client = PrometheusClient(
            server: try ServerURL(source.url), transport: server, limits: .init(timeout: 10), patience: patience)
        let span = backfill.map { Window(index: $0.lowerBound)...Window(index: $0.upperBound) }
        let plan = CollectionPlan(now: 30_000, backfill: span, collectedFrom: collectedFrom.map(Window.init(index:)))
        var loop = BatchRunner(
            [(plan, HistogramReader(client: client, source: source))], ModelLimit(), client: client,
            isInterrupted: isInterrupted)
        var found = Found()
        found.ending = try loop.run { (step) throws(CollectionError) in
            found.windows.formUnion((step.slices[0]?.windows ?? []).map(\.window.index))
        }
        found.windowsLeft = loop.windowsLeft + (loop.leftOut()?.windows ?? 0)
        return found
    }
}

/// Has one model without requests, and answers for some windows and not for others.
final class LimitedServer: HTTPTransport, Sendable {
    enum Answer: Sendable {
        case answer
        case refusal(Int, String, type: String = "execution")
        case tooLate
        case tooLarge
        case partial
    }

    static let source = SourceDescription(
        name: "default", metric: "m", url: "http://localhost:9090", selector: "", modelLabel: "model", unit: .seconds)

    private let answer: @Sendable (ClosedRange<Int>) -> Answer
    private let seen = Mutex<[ClosedRange<Int>]>([])

    init(_ answer: @escaping @Sendable (ClosedRange<Int>) -> Answer) { self.answer = answer }

    /// The windows of every query for sums, the boundary before them left out.
    var asked: [ClosedRange<Int>] { seen.withLock { $0 } }

    func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        if request.path.hasPrefix("api/v1/label/") { return json(#"{"status":"success","data":[]}"#) }
        func field(_ name: String) -> String { request.form.first { $0.name == name }?.value ?? "" }
        guard let start = Int(field("start")), let end = Int(field("end")),
            !field("query").hasPrefix("count by (model) ")
        else {
            let type = field("start").isEmpty ? "vector" : "matrix"
            return json(#"{"status":"success","data":{"resultType":"\#(type)","result":[]}}"#)
        }
        // How many replicas have which bounds.
        guard field("query").hasPrefix("sum by ") else { return Self.values("1", start, end) }
        let windows = start / 300 + 1...end / 300
        seen.withLock { $0.append(windows) }
        switch answer(windows) {
        case .answer:
            return Self.values("0", start, end)
        case .refusal(let status, let reason, let type):
            return json(#"{"status":"error","errorType":"\#(type)","error":"\#(reason)"}"#, status: status)
        case .tooLate: throw .timeout(server: "s", seconds: 10)
        case .tooLarge: throw .tooLarge(server: "s", maximumBytes: 1)
        case .partial:
            return json(#"{"status":"success","isPartial":true,"data":{"resultType":"matrix","result":[]}}"#)
        }
    }

    /// One series with a value at every boundary.
    static func values(_ value: String, _ start: Int, _ end: Int) -> HTTPResponse {
        let values = (start / 300...end / 300).map { "[\($0 * 300),\"\(value)\"]" }.joined(separator: ",")
        let body =
            #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"model":"a","le":"+Inf"},"#
            + #""values":[\#(values)]}]}}"#
        return HTTPResponse(status: 200, body: Array(body.utf8))
    }

    private func json(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, body: Array(text.utf8))
    }
}
