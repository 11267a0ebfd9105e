import Archive
import Latency
import Prometheus
import Synchronization
import TestSupport
import Testing

@testable import Collector
@testable import HTTPClient

/// The buckets, and beside them the events with the sums of latencies: of one moment, or not used.
@Suite("Two questions at the same time")
struct TwoQuestionsTests {
    private let window = Window(index: 11)...Window(index: 12)
    private let source = SourceDescription(
        name: "default", metric: "m", url: "http://localhost:9090", selector: "", modelLabel: "model", unit: .seconds)

    @Test("give counts and sums, and nothing is asked twice")
    func together() throws {
        let server = TwoQuestionsServer()
        #expect(try read(server) == [2: 3.5, 3: 4.25])
        #expect(server.asked == ["buckets", "events with totals"])
    }

    @Test("are asked again in one each where something came in between, or another server answered")
    func ofTwoMoments() throws {
        let server = TwoQuestionsServer(totalsAhead: 1)
        #expect(try read(server) == [2: 3.5, 3: 4.25])
        #expect(server.asked == ["buckets", "events with totals", "sums", "events"])
    }

    @Test("are asked one after the other where the server can't be asked two things at once")
    func oneByOne() throws {
        let server = TwoQuestionsServer(takesTwo: false)
        #expect(try read(server) == [2: 3.5, 3: 4.25])
        #expect(server.asked == ["sums", "events"])
    }

    @Test("go out before it is their turn, where they were begun, and are asked once")
    func ahead() throws {
        let server = TwoQuestionsServer()
        #expect(try read(server, ahead: window) == [2: 3.5, 3: 4.25])
        #expect(server.begun == ["buckets", "events with totals"])
        #expect(server.asked == ["buckets", "events with totals"])
    }

    @Test("are asked anew where others were begun")
    func othersAhead() throws {
        let server = TwoQuestionsServer()
        #expect(try read(server, ahead: Window(index: 9)...Window(index: 10)) == [2: 3.5, 3: 4.25])
        #expect(server.asked == ["buckets", "events with totals"])
    }

    @Test("are asked anew where what was begun is too large to come beside others")
    func tooLargeAhead() throws {
        let server = TwoQuestionsServer(refusesBegun: true)
        #expect(try read(server, ahead: window) == [2: 3.5, 3: 4.25])
        #expect(server.asked == ["buckets", "sums", "events"])
    }

    /// The seconds that the requests of each window took, by their number.
    ///
    /// - Parameter ahead: the windows whose questions are begun before.
    private func read(_ server: TwoQuestionsServer, ahead: ClosedRange<Window>? = nil) throws -> [Int: Double] {
        let client = PrometheusClient(
            server: try ServerURL(source.url), transport: server, limits: .init(timeout: 1))
        let layout = try #require(BucketLayout(upperBounds: []))
        let reader = HistogramReader(client: client, source: source)
        if let ahead { reader.begin(ahead) }
        let slice = try reader.read(window, layouts: ["a": layout])
        let histograms = slice.windows.flatMap(\.models).map(\.histogram)
        return Dictionary(
            uniqueKeysWithValues: histograms.map { ($0.requests, Double($0.sumMicroseconds ?? -1) / 1e6) })
    }
}

/// Has one model's counters at the boundaries 10, 11 and 12.
private final class TwoQuestionsServer: HTTPTransport {
    private let counts = [5.0, 7, 10]
    private let sums = [1.0, 4.5, 8.75]
    private let totalsAhead: Double
    private let takesTwo: Bool
    private let refusesBegun: Bool
    private let firsts = Mutex<[String]>([])
    private let questions = Mutex<[String]>([])
    var asked: [String] { questions.withLock(\.self) }
    /// Those that were begun.
    var begun: [String] { firsts.withLock(\.self) }

    init(totalsAhead: Double = 0, takesTwo: Bool = true, refusesBegun: Bool = false) {
        (self.totalsAhead, self.takesTwo, self.refusesBegun) = (totalsAhead, takesTwo, refusesBegun)
    }

    func begin(_ request: HTTPRequest) -> (any AwaitedAnswer)? {
        guard takesTwo else { return nil }
        firsts.withLock { $0.append(answer(to: Self.query(of: request)).0) }
        return Answer(server: self, request: request)
    }

    private static func query(of request: HTTPRequest) -> String {
        request.form.first { $0.name == "query" }?.value ?? ""
    }

    func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        let (question, series) = answer(to: Self.query(of: request))
        questions.withLock { $0.append(question) }
        let result = series.joined(separator: ",")
        return HTTPResponse(
            status: 200, body: Array(#"{"status":"success","data":{"resultType":"matrix","result":[\#(result)]}}"#.utf8)
        )
    }

    private func answer(to query: String) -> (String, [String]) {
        guard query.hasPrefix("sum by") else {
            guard query.contains(#""total""#) else { return ("events", []) }
            let totals = series(#","metricsctl_remark":"total""#, counts.map { $0 + totalsAhead })
            // Of another moment, too.
            let sums = series(#","metricsctl_remark":"sum""#, sums.map { $0 + totalsAhead * $0 })
            return ("events with totals", [totals, sums])
        }
        let buckets = series(#","le":"+Inf""#, counts)
        return query.contains(#""m_sum""#) ? ("sums", [buckets, series("", sums)]) : ("buckets", [buckets])
    }

    private func series(_ labels: String, _ values: [Double]) -> String {
        let samples = values.enumerated().map { "[\(300 * ($0 + 10)),\"\($1)\"]" }.joined(separator: ",")
        return #"{"metric":{"model":"a"\#(labels)},"values":[\#(samples)]}"#
    }

    private struct Answer: AwaitedAnswer {
        let server: TwoQuestionsServer
        let request: HTTPRequest
        func wait() throws(TransportError) -> HTTPResponse {
            if server.refusesBegun { throw .tooLarge(server: "", maximumBytes: 0) }
            return try server.send(request)
        }
    }
}
