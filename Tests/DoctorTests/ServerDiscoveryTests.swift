import Collector
import Latency
import Prometheus
import TestSupport
import Testing

@testable import Doctor

/// Discovery on servers that tell little, or nonsense.
@Suite struct ServerDiscoveryTests {
    /// A server with some series of each of its jobs.
    private struct Fake {
        /// The names that a question about them has an answer to.
        var series: Set<String> = [
            "vllm:e2e_request_latency_seconds_count", "vllm:request_success_total", "vllm:prompt_tokens_total",
        ]
        /// Those of the last hour.
        var recent: Set<String> = []
        var jobs = ["vllm"]
        var label = "model_name"
        var furtherLabel = "password_of_user"
        var refusesPatterns = false
        var has: Set<String> = ["/api/v1/metadata", "/api/v1/labels", "/api/v1/status/buildinfo"]
        var metadata = "{}"

        func start() throws -> CannedServer {
            try CannedServer { request in
                switch request.path {
                case "/api/v1/query": answer(request.field("query") ?? "")
                case "/api/v1/label/__name__/values":
                    data("[" + series.map { #""\#($0)""# }.joined(separator: ",") + "]")
                case let path where !has.contains(path): .text("not found", status: 404)
                case "/api/v1/metadata": data(metadata)
                case "/api/v1/labels": data(#"["__name__","job","model_name","region","\#(furtherLabel)"]"#)
                default: data(#"{"version":"2.53.0","goVersion":"go1.22"}"#)
                }
            }
        }

        private func answer(_ query: String) -> CannedResponse {
            if query.contains("=~") {
                if refusesPatterns {
                    return .json(#"{"status":"error","errorType":"bad_data","error":"no patterns"}"#, status: 400)
                }
                let names = query.contains("[1h]") ? recent : series
                return vector(
                    names.filter { query.contains($0) }.flatMap { name in
                        jobs.map { #""__name__":"\#(name)","job":"\#($0)""# }
                    })
            }
            return vector(["a", "b"].map { #""\#(label)":"\#($0)""# })
        }

        private func vector(_ metrics: [String]) -> CannedResponse {
            let result = metrics.map { #"{"metric":{\#($0)},"value":[1760679060,"7"]}"# }
            return data(#"{"resultType":"vector","result":[\#(result.joined(separator: ","))]}"#)
        }

        private func data(_ text: String) -> CannedResponse { .json(#"{"status":"success","data":\#(text)}"#) }
    }

    private func discover(_ fake: Fake) throws -> (Discovery, requests: Int) {
        let server = try fake.start()
        let client = try CollectionSettings(url: server.url).asked.client(userAgent: "test")
        let discovery = try ServerDiscovery(client: client).discover()
        #expect(discovery.requests == server.requests.count)
        return (discovery, server.requests.count)
    }

    @Test("a server is found with its models, jobs and labels, by five questions")
    func found() throws {
        let (discovery, requests) = try discover(Fake())
        #expect(requests == 5)
        let vllm = try #require(discovery.servers.first)
        #expect(discovery.servers.count == 1 && vllm.preset.name == "vllm")
        #expect(vllm.jobs == ["vllm"] && vllm.models == 2 && vllm.modelLabel == "model_name")
        // Not every label of a server is fit to keep counts by.
        #expect(vllm.byLabels == ["region"])
        let present = vllm.measures.filter { $0.metric != nil }.map(\.measure)
        #expect(present == [.e2e, .requests, .errors, .inputTokens])
        #expect(vllm.remarks.contains("ttft has no series at present"))
        #expect(discovery.product == "Prometheus 2.53.0" && discovery.remarks.isEmpty)
    }

    @Test("a server that answers queries alone is asked no less, and what it does not tell is told")
    func queriesAlone() throws {
        var fake = Fake()
        fake.has = []
        let (discovery, requests) = try discover(fake)
        #expect(requests == 5)
        #expect(discovery.servers.first?.models == 2)
        #expect(
            discovery.remarks == [
                "the server does not say what it is",
                "the server does not list the types of its metrics: they are as the table has them",
            ])
        #expect(
            discovery.servers.first?.remarks.contains(
                "the server does not list labels: which counts may be kept by is unknown") == true)
    }

    @Test("a server that takes no patterns for names is asked for its list of them")
    func noPatterns() throws {
        var fake = Fake()
        fake.refusesPatterns = true
        let (discovery, requests) = try discover(fake)
        #expect(requests == 6)
        #expect(discovery.servers.first?.preset.name == "vllm")
        #expect(discovery.servers.first?.jobs == [])
        #expect(
            discovery.remarks == ["the server takes no question about many names: what it lists may be of long ago"])
    }

    @Test("where there is nothing at present, the last hour is looked at")
    func lastHour() throws {
        var fake = Fake()
        (fake.series, fake.recent) = ([], ["sglang:num_requests_total"])
        let (discovery, requests) = try discover(fake)
        #expect(requests == 6)
        #expect(discovery.servers.map(\.preset.name) == ["sglang"])
        #expect(discovery.remarks == ["there are no samples at present; these are of the last hour"])
    }

    @Test("a server without known metrics has none, and its other histograms are told")
    func nothing() throws {
        var fake = Fake()
        fake.series = ["up"]
        fake.metadata = #"{"own_seconds":[{"type":"histogram","help":"","unit":""}],"bytes":[{"type":"histogram"}]}"#
        let (discovery, requests) = try discover(fake)
        #expect(requests == 4)
        #expect(discovery.servers.isEmpty && discovery.unknownHistograms == ["own_seconds"])
    }

    @Test("names that others may have are narrowed down to the jobs of the server, whose names can be anything")
    func jobs() throws {
        var fake = Fake()
        fake.series = ["e2e_request_latency_seconds_count", "request_finish_total"]
        fake.jobs = [#"a\"|.*\nb"#]
        let (discovery, _) = try discover(fake)
        let nim = try #require(discovery.servers.first)
        #expect(nim.preset.name == "nim" && nim.isGeneric)
        #expect(nim.selector == #"job="a\"|.*\nb""#)
    }

    @Test("more jobs than anybody reads are no selector, and told", arguments: [100, 101])
    func manyJobs(count: Int) throws {
        var fake = Fake()
        fake.series = ["e2e_request_latency_seconds_count", "request_finish_total"]
        fake.jobs = (1...count).map { "job-\($0)" }
        let nim = try #require(try discover(fake).0.servers.first)
        #expect(nim.jobs.count == count)
        #expect((nim.selector == nil) == (count > 100))
        let remark = "101 jobs have it: give a selector that picks those that are meant"
        #expect(nim.remarks.contains(remark) == (count > 100))
    }

    @Test("a metric that is no histogram here is told, and one of an older version")
    func kinds() throws {
        var fake = Fake()
        fake.series = [
            "vllm:e2e_request_latency_seconds_count", "vllm:time_per_output_token_seconds_count",
            "vllm:request_success_total",
        ]
        fake.metadata = #"{"vllm:e2e_request_latency_seconds":[{"type":"summary"}]}"#
        let remarks = try discover(fake).0.servers.first?.remarks ?? []
        #expect(remarks.contains("vllm:e2e_request_latency_seconds is a summary here, and not a histogram"))
        #expect(
            remarks.contains(
                "itl has the name of an older version, vllm:time_per_output_token_seconds: leave it out after an upgrade"
            ))
        fake.series.insert("vllm:inter_token_latency_seconds_count")
        #expect(
            try discover(fake).0.servers.first?.remarks.contains(
                "itl is there under deprecated names as well, which are left out: vllm:time_per_output_token_seconds")
                == true)
    }

    @Test("an answer that is larger than may be is left out, and told")
    func tooLarge() throws {
        var fake = Fake()
        fake.metadata = #"{"m":[{"type":"\#(String(repeating: "x", count: 25 << 20))"}]}"#
        let (discovery, _) = try discover(fake)
        #expect(discovery.servers.map(\.preset.name) == ["vllm"])
        #expect(discovery.remarks.contains { $0.hasPrefix("the server does not list the types") })
    }

    @Test("measures whose models have another label are told")
    func otherLabels() throws {
        var fake = Fake()
        fake.series = [
            "litellm_request_total_latency_metric_count", "litellm_deployment_latency_per_output_token_count",
            "litellm_proxy_total_requests_metric_total",
        ]
        fake.label = "model"
        let remarks = try discover(fake).0.servers.first?.remarks ?? []
        #expect(remarks.contains("tpot: models are named by litellm_model_name"))
        #expect(remarks.contains("requests: models are named by requested_model"))
        #expect(try discover(fake).0.servers.first?.sharedModelLabel == nil)
    }

    @Test("a label that counters name models by and the others have, too, is proposed for all")
    func sharedLabel() throws {
        var fake = Fake()
        fake.series = [
            "litellm_request_total_latency_metric_count", "litellm_deployment_latency_per_output_token_count",
            "litellm_proxy_total_requests_metric_total",
        ]
        (fake.label, fake.furtherLabel) = ("model", "requested_model")
        let server = try #require(try discover(fake).0.servers.first)
        #expect(server.modelLabel == "model" && server.sharedModelLabel == "requested_model")
        #expect(server.remarks.contains("tpot: models are named by litellm_model_name"))
        #expect(
            server.remarks.contains(
                "requests: models are named by requested_model, which the others have, too: all can go by it"))
    }

    @Test("the doctor tells what servers there are where the metric is missing that is to be collected")
    func doctor() throws {
        let server = try Fake().start()
        let source = try ExaminedSource(
            try CollectionSettings(url: server.url), in: nil, userAgent: "test", now: CannedPrometheus.now)
        let findings = ServerChecks(source: source, history: nil, clock: { Double(CannedPrometheus.now) }).findings()
        let advice = findings.first { $0.check == "metric" }?.advice?.text { setting, _ in setting.rawValue }
        #expect(advice?.hasSuffix("; metricsctl discover proposes sources for vllm") == true)
    }

    @Test("a server that can't be asked is an error")
    func down() throws {
        let client = try CollectionSettings(url: "http://127.0.0.1:\(try DeadPort(.refusing).port)").asked.client(
            userAgent: "test")
        #expect(throws: PrometheusError.self) { try ServerDiscovery(client: client).discover() }
    }
}
