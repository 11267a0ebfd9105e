import Latency
import TestSupport
import Testing

@testable import HTTPClient
@testable import Prometheus

@Suite("An answer")
struct AnswerCheckTests {
    private static let windows = Window(endedAt: 600)...Window(endedAt: 1200)

    @Test("is taken with the labels and times that were asked for, in any order of labels")
    func sound() throws {
        let series = [
            #"{"metric":{"model":"a","le":"1"},"values":[[600,"1"],[1200,"3"]]}"#,
            #"{"metric":{"le":"2","model":"a"},"values":[[900,"2"]]}"#,
        ]
        #expect(try ask(series).count == 2)
        // The same to the eye, and to Swift's ==, but not the same bytes.
        let alike = ["\u{E9}", "e\u{301}"].map { #"{"metric":{"model":"\#($0)"},"values":[[600,"1"]]}"# }
        #expect(try ask(alike).count == 2)
    }

    @Test(
        "is refused with what no server may send, and the cause is named",
        arguments: [
            (
                [
                    #"{"metric":{"model":"a","le":"1"},"values":[[600,"1"]]}"#,
                    #"{"metric":{"le":"1","model":"a"},"values":[[900,"1"]]}"#,
                ],
                #"the answer has two series {le="1", model="a"}"#
            ),
            (
                [#"{"metric":{"model":"a","x":"1"},"values":[[600,"1"]]}"#],
                #"the answer has a series that was not asked for: {model="a", x="1"}"#
            ),
            (
                [#"{"metric":{"model":"a"},"values":[[601,"1"]]}"#],
                "the answer has a sample at a time that was not asked for: 601"
            ),
            (
                [#"{"metric":{"model":"a"},"values":[[600,"1"],[4200,"1"]]}"#],
                "the answer has a sample at a time that was not asked for: 4200"
            ),
            (
                [#"{"metric":{"model":"a"},"values":[[900,"1"],[600,"1"]]}"#],
                "the answer has a series whose samples are out of order at 600"
            ),
            (
                [#"{"metric":{"model":"a"},"values":[[900,"1"],[900,"2"]]}"#],
                "the answer has a series whose samples are out of order at 900"
            ),
            (
                [#"{"metric":{"model":"a"},"values":[[900,"1"],[1200,"1"],[900,"1"]]}"#],
                "the answer has a series whose samples are out of order at 900"
            ),
            (
                [#"{"metric":{"model":"a"},"histograms":[\#(histogram(900, "1")),\#(histogram(900, "2"))]}"#],
                "the answer has a series whose samples are out of order at 900"
            ),
        ])
    func refused(series: [String], reason: String) throws {
        let error = #expect(throws: PrometheusError.self) { try ask(series) }
        #expect(error?.message == "http://localhost:9090: \(reason)")
        #expect(error?.kind == .badResponse)
        #expect(error?.isTransient == false)
    }

    @Test("may have copies of a sample, of which one counts")
    func repeated() throws {
        let series = [
            #"{"metric":{"model":"a","le":"1"},"values":[[600,"1"],[600,"1"],[600,"1"],[900,"1"],[1200,"2"],[1200,"2"]]}"#,
            #"{"metric":{"model":"b"},"histograms":[\#(Self.histogram(600, "1")),\#(Self.histogram(600, "1"))]}"#,
            #"{"metric":{"model":"c"},"values":[[600,"NaN"],[600,"NaN"]]}"#,
        ]
        let client = try client(series)
        let answer = try client.evaluate("count by (model, le) (m)", at: Self.windows, labels: ["model", "le"])
        #expect(answer.map { $0.samples.map(\.time) } == [[600, 900, 1200], [], [600]])
        #expect(answer.map(\.histograms.count) == [0, 1, 0] && client.traffic.repetitions == 5)
    }

    private static func histogram(_ time: Int, _ count: String) -> String {
        #"[\#(time),{"count":"\#(count)","sum":"1","buckets":[[0,"0","1","\#(count)"]]}]"#
    }

    @Test("of samples is refused outside the minutes that were asked for, or of models that were not")
    func samples() throws {
        let queries = HistogramQueries(MetricSelector(metric: "m", selector: "", modelLabel: "model"))
        func ask(_ metric: String, _ time: Int) throws -> [Series] {
            let series = #"{"metric":{\#(metric)},"values":[[\#(time),"1"]]}"#
            return try client([series]).samples(queries.samples(of: ["a", "b"]), at: Window(endedAt: 1200))
        }
        let own = #""__name__":"m_bucket","model":"a","le":"1""#
        for time in [600, 887, 1200] { #expect(try ask(own, time).count == 1) }
        for time in [599, 1201, 4800] { #expect(throws: PrometheusError.self) { try ask(own, time) } }
        for other in [#""__name__":"m_bucket","le":"1""#, #""__name__":"n_bucket","model":"a""#] {
            #expect(throws: PrometheusError.self) { try ask(other, 900) }
        }
    }

    @Test("may take so much memory, and one that takes more is asked for in parts")
    func memory() throws {
        let labels = (0..<900).map { #""l\#($0)":"v""# }.joined(separator: ",")
        let series = (0..<300).map { #"{"metric":{"model":"\#($0)",\#(labels)},"values":[[600,"1"]]}"# }
        let error = #expect(throws: PrometheusError.self) {
            try client(series).evaluate("up", at: Self.windows)
        }
        #expect(error?.message == "http://localhost:9090: the answer takes more than 12 MiB of memory")
        #expect(error?.isTooLarge == true)
    }

    private func ask(_ series: [String]) throws -> [Series] {
        try client(series).evaluate("count by (model, le) (m)", at: Self.windows, labels: ["model", "le"])
    }

    private func client(_ series: [String]) throws -> PrometheusClient {
        PrometheusClient(
            server: try ServerURL("http://localhost:9090"), transport: FixedAnswer(series: series),
            limits: .init(timeout: 1))
    }
}

private struct FixedAnswer: HTTPTransport {
    let series: [String]

    func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        let result = series.joined(separator: ",")
        let body = #"{"status":"success","data":{"resultType":"matrix","result":[\#(result)]}}"#
        return HTTPResponse(status: 200, body: Array(body.utf8))
    }
}
