import Latency
import TestSupport
import Testing

@testable import HTTPClient
@testable import Prometheus

/// What a server has of a name decides how it is collected.
@Suite("A metric of which nothing is known")
struct MetricKindTests {
    @Test(
        "is what its series and their type say",
        arguments: [
            (["m_bucket", "m_sum", "m_count"], nil, .histogram), (["m", "m_sum", "m_count"], "summary", .mean),
            (["m_sum", "m_count"], nil, .mean), (["m"], "counter", .counter), (["m"], "histogram", .histogram),
            (["m"], nil, .histogram), ([], nil, nil),
        ] as [([String], String?, SourceKind?)])
    func kinds(series: [String], type: String?, kind: SourceKind?) throws {
        let server = try server(series, type)
        #expect(try client(of: server).kind(of: "m", counts: false) == kind)
    }

    @Test("and has no type counts where it is to count")
    func counts() throws {
        let server = try server(["m"], nil)
        #expect(try client(of: server).kind(of: "m", counts: true) == .counter)
    }

    @Test("and is a gauge is refused")
    func gauge() throws {
        let server = try server(["m"], "gauge")
        let error = #expect(throws: PrometheusError.self) { try client(of: server).kind(of: "m", counts: true) }
        #expect(error?.message.hasPrefix("m is a gauge on \(server.url): what falls there") == true)
        #expect(error?.kind == .rejected)
    }

    private func server(_ series: [String], _ type: String?) throws -> CannedServer {
        try CannedServer { request in
            if request.path.hasSuffix("/metadata") {
                let types = type.map { #""m":[{"type":"\#($0)"}]"# } ?? ""
                return .json(#"{"status":"success","data":{\#(types)}}"#)
            }
            let found = series.map { #"{"metric":{"__name__":"\#($0)","job":"j"},"value":[600,"1"]}"# }
            return .json(
                #"{"status":"success","data":{"resultType":"vector","result":[\#(found.joined(separator: ","))]}}"#)
        }
    }

    private func client(of server: CannedServer) throws -> PrometheusClient {
        PrometheusClient(
            server: try ServerURL(server.url), transport: try CurlTransport.test(), limits: .init(timeout: 10),
            patience: RetryPolicy(retries: 0))
    }
}
