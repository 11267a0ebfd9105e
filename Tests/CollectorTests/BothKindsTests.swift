import Archive
import Latency
import Prometheus
import Synchronization
import TestSupport
import Testing

@testable import Collector
@testable import HTTPClient

/// The window is that of 600.
@Suite("A reader of classic and native histograms")
struct BothKindsTests {
    @Test("asks a server without native ones as many questions as ever, and none that it may not understand")
    func classicOnly() throws {
        let server = KindServer(sums: [classic([300: 5, 600: 9])])
        #expect(try read(server)["m"]?.histogram.requests == 4)
        #expect(server.queries.map { $0.prefix(8) } == ["sum by (", "count by"])
        #expect(!server.queries.contains { $0.contains("histogram_count") })
    }

    @Test("takes custom buckets at the bounds of those that are filled")
    func custom() throws {
        let series = native([
            300: (3, #"[3,"-Inf","0.1","2"],[0,"0.25","0.5","1"]"#),
            600: (9, #"[3,"-Inf","0.1","4"],[0,"0.25","0.5","2"],[0,"10","+Inf","3"]"#),
        ])
        let value = try #require(try read(KindServer(sums: [series]))["m"])
        #expect(value.quality == .exact)
        #expect(value.histogram.parts.map(\.layout.upperBounds) == [[0.1, 0.25, 0.5, 10]])
        #expect(value.histogram.parts.map(\.counts) == [[2, 0, 1, 0, 3]])
    }

    @Test("counts a model once whose replicas all have both, and takes the native counts")
    func both() throws {
        let server = KindServer(sums: [classic([300: 5, 600: 9]), native([300: 5, 600: 9])])
        let value = try #require(try read(server)["m"])
        #expect(value.histogram.requests == 4 && value.quality == .exact)
        #expect(value.histogram.parts.map(\.layout) == [ExponentialBounds.layouts(.seconds)[3]])
        #expect(server.queries.count { $0.contains("unless ignoring (le)") } == 1)
        #expect(!server.queries.contains { $0.hasSuffix("[10m]") })
    }

    @Test("counts every replica by the kind that it has, even if the sums of both kinds look alike")
    func oneEach() throws {
        let server = KindServer(
            sums: [classic([300: 5, 600: 9]), native([300: 5, 600: 9])], singleKind: true,
            samples: [
                classic([300: 905, 400: 906, 500: 908, 600: 909], "a"),
                native([300: 905, 400: 906, 500: 908, 600: 909], "b"),
            ])
        let value = try #require(try read(server)["m"])
        #expect(value.histogram.requests == 8 && value.quality == .exact)
        #expect(value.histogram.parts.count == 2)
    }

    @Test("looks closer where the two kinds have different counts")
    func different() throws {
        let server = KindServer(
            sums: [classic([300: 5, 600: 9]), native([300: 5, 600: 8])],
            samples: [classic([300: 5, 600: 9], "a"), native([300: 5, 600: 9], "a")])
        #expect(try read(server)["m"]?.histogram.requests == 4)
    }

    @Test("goes on without loss where the native one takes the classic one's place between two scrapes")
    func change() throws {
        let server = KindServer(
            sums: [classic([300: 5]), native([600: 11])],
            samples: [classic([300: 905, 400: 907], "a"), native([500: 908, 600: 911], "a")])
        let value = try #require(try read(server)["m"])
        #expect(value.histogram.requests == 6 && value.quality == .exact)
        // 1 is a bound of both.
        #expect(value.histogram.parts.map(\.requests).sorted() == [1, 2, 3])
        let p95 = try #require(value.histogram.quantile(0.95))
        #expect(p95.upper == 1)
    }

    @Test("looks closer at models whose native histograms the server can't add up")
    func unsummed() throws {
        let mix = "vector contains a mix of histograms with exponential and custom buckets schemas"
        for warning in [mix, "vector contains histograms with incompatible custom buckets"] {
            let server = KindServer(
                sums: [], warning: #"PromQL warning: \#(warning) for metric name \"m\" (1:17)"#, nativeModels: true,
                samples: [native([300: 905, 400: 906, 500: 908, 600: 909], "a")])
            #expect(try read(server)["m"]?.histogram.requests == 4)
        }
        // Of another question, or of another kind, it would mean that data are missing.
        let server = KindServer(sums: [native([300: 5, 600: 9])], warning: "PromQL warning: something else")
        #expect(throws: PrometheusError.self) { try read(server) }
    }

    @Test("takes no gauge or summary of the histogram's name for a histogram")
    func gauge() throws {
        let gauge = #"{"metric":{"__name__":"m","model":"m"},"values":[[300,"7"],[600,"9"]]}"#
        #expect(try read(KindServer(sums: [gauge, classic([300: 5, 600: 9])]))["m"]?.histogram.requests == 4)
        let refusal = #expect(throws: PrometheusError.self) { try read(KindServer(sums: [gauge])) }
        guard case .noHistogram = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
    }

    // MARK: Fixtures

    private func read(_ server: KindServer) throws -> [Name: ModelWindow] {
        let source = SourceDescription(
            name: "default", metric: "m", url: "http://localhost:9090", selector: "", modelLabel: "model",
            unit: .seconds)
        let client = PrometheusClient(
            server: try ServerURL(source.url), transport: server, limits: .init(timeout: 1))
        let window = Window(endedAt: 600)
        let layout = try #require(BucketLayout(upperBounds: [1, 2.5]))
        let slice = try HistogramReader(client: client, source: source).read(window...window, layouts: ["m": layout])
        #expect(slice.warnings.isEmpty)
        return Dictionary(uniqueKeysWithValues: slice.windows[0].models.map { ($0.model, $0) })
    }

    /// Three series; all requests lie up to 1.
    private func classic(_ counts: [Int: Int], _ instance: String? = nil) -> String {
        let values = counts.sorted { $0.key < $1.key }.map { #"[\#($0),"\#($1)"]"# }.joined(separator: ",")
        return ["1", "2.5", "+Inf"].map { le in
            #"{"metric":{"__name__":"m_bucket","le":"\#(le)",\#(labels(instance))},"values":[\#(values)]}"#
        }.joined(separator: ",")
    }

    /// All requests lie between 0.5 and 1.
    private func native(_ counts: [Int: Int], _ instance: String? = nil) -> String {
        native(counts.mapValues { ($0, #"[0,"0.5","1","\#($0)"]"#) }, instance)
    }

    private func native(_ histograms: [Int: (count: Int, buckets: String)], _ instance: String? = nil) -> String {
        let samples = histograms.sorted { $0.key < $1.key }.map { time, value in
            #"[\#(time),{"count":"\#(value.count)","sum":"\#(value.count)","buckets":[\#(value.buckets)]}]"#
        }
        return #"{"metric":{"__name__":"m",\#(labels(instance))},"histograms":[\#(samples.joined(separator: ","))]}"#
    }

    private func labels(_ instance: String?) -> String {
        #""model":"m""# + (instance.map { #","job":"j","instance":"\#($0)""# } ?? "")
    }
}

/// Answers each kind of question with series given for it.
private final class KindServer: HTTPTransport {
    private let sums: [String]
    private let warning: String?
    private let singleKind: Bool
    private let nativeModels: Bool
    private let samples: [String]
    private let asked = Mutex<[String]>([])
    var queries: [String] { asked.withLock(\.self) }

    init(
        sums: [String], warning: String? = nil, singleKind: Bool = false, nativeModels: Bool = false,
        samples: [String] = []
    ) {
        self.sums = sums
        self.warning = warning
        self.nativeModels = nativeModels
        self.singleKind = singleKind
        self.samples = samples
    }

    func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
        guard let query = request.form.first(where: { $0.name == "query" })?.value else {
            return response(#"["m"]"#)
        }
        asked.withLock { $0.append(query) }
        var series: [String] = []
        if query.hasPrefix("sum by") { series = sums }
        if query.hasPrefix("count by (model) ((") && query.contains("unless ignoring (le)") {
            series = singleKind ? [#"{"metric":{"model":"m"},"values":[[300,"1"],[600,"1"]]}"#] : []
        }
        if query.hasPrefix("count by (model) ({"), nativeModels {
            series = [#"{"metric":{"model":"m"},"values":[[300,"2"],[600,"2"]]}"#]
        }
        if query.hasSuffix("[10m]"), query.contains("m_bucket") { series = samples }
        let isVector = request.path.hasSuffix("query") && !query.hasSuffix("m]")
        let data = #"{"resultType":"\#(isVector ? "vector" : "matrix")","result":[\#(series.joined(separator: ","))]}"#
        return response(data, warning: query.hasPrefix("sum by") ? warning : nil)
    }

    private func response(_ data: String, warning: String? = nil) -> HTTPResponse {
        let warnings = warning.map { #","warnings":["\#($0)"]"# } ?? ""
        return HTTPResponse(status: 200, body: Array(#"{"status":"success","data":\#(data)\#(warnings)}"#.utf8))
    }
}
