import Latency
import Testing

@testable import Rendering

/// What was found on a Prometheus, as a configuration, as reasons and as JSON.
@Suite struct DiscoveryTests {
    private let rendering = DiscoveryRendering(url: "http://prometheus:9090", terminal: .none)

    private func discovery(_ change: (inout Discovery.Server) -> Void) throws -> Discovery {
        var server = Discovery.Server(preset: try #require(Preset.named("nim")))
        change(&server)
        return Discovery(
            servers: [server], unknownHistograms: [], product: "Prometheus 2.53.0", remarks: [], requests: 5)
    }

    @Test("a configuration has a source for each server, with what its preset does not say")
    func configuration() throws {
        let found = try discovery { server in
            server.selector = #"job=~"a|b""#
            server.byLabels = ["cluster", "region", "namespace", "team"]
            let further = KnownMetrics.metrics(named: "request_prompt_tokens").first { $0.use == .further }
            server.measures = [
                .init(measure: .e2e, metric: server.preset.measures[.e2e]?.preferred),
                .init(measure: .inputTokens, metric: further), .init(measure: .ttft, metric: nil),
            ]
        }
        #expect(
            rendering.configuration(found) == #"""
                sources:
                  - name: nim
                    url: "http://prometheus:9090"
                    preset: nim
                    selector: "job=~\"a|b\""
                    # Keeps counts by further labels, too; only before the first collect, or after:
                    # metricsctl archive forget-source nim
                    # by: ["cluster", "region", "namespace"]
                    measures:
                      input_tokens: {metric: "request_prompt_tokens"}

                """#)
    }

    @Test("of several servers the first is the source of those questions that are of one")
    func several() throws {
        let servers = try ["vllm", "litellm"].map { Discovery.Server(preset: try #require(Preset.named($0))) }
        let found = Discovery(servers: servers, unknownHistograms: [], product: nil, remarks: [], requests: 5)
        let lines = rendering.configuration(found).split(separator: "\n")
        #expect(lines[1] == "default_source: vllm" && lines[2] == "sources:")
        #expect(lines.filter { $0.hasPrefix("  - name: ") } == ["  - name: vllm", "  - name: litellm"])
    }

    @Test("a label that all measures but one have names the models of all but that one")
    func sharedLabel() throws {
        var server = Discovery.Server(preset: try #require(Preset.named("litellm")))
        (server.modelLabel, server.sharedModelLabel) = ("model", "requested_model")
        server.measures = [.e2e, .tpot, .requests].map {
            .init(measure: $0, metric: server.preset.measures[$0]?.preferred)
        }
        let found = Discovery(servers: [server], unknownHistograms: [], product: nil, remarks: [], requests: 5)
        #expect(
            rendering.configuration(found) == #"""
                sources:
                  - name: litellm
                    url: "http://prometheus:9090"
                    preset: litellm
                    model_label: "requested_model"
                    measures:
                      # Its models have other names, those of litellm_model_name, and rows of their own:
                      # tpot: off leaves them out
                      tpot: {metric: "litellm_deployment_latency_per_output_token", model_label: "litellm_model_name"}

                """#)
    }

    @Test("a configuration names what it takes to ask, a label that is not the preset's, and a metric of an older name")
    func special() throws {
        var server = Discovery.Server(preset: try #require(Preset.named("vllm")))
        server.modelLabel = "served model"
        server.measures = [
            .init(measure: .e2e, metric: server.preset.measures[.e2e]?.preferred),
            .init(measure: .itl, metric: server.preset.measures[.itl]?.alternatives.first),
        ]
        let found = Discovery(servers: [server], unknownHistograms: [], product: nil, remarks: [], requests: 5)
        let rendering = DiscoveryRendering(
            url: "https://a", access: [("bearer_token_file", "/etc/a.token"), ("ca_file", "/my \"ca\".pem")],
            terminal: .none)
        #expect(
            rendering.configuration(found) == #"""
                sources:
                  - name: vllm
                    url: "https://a"
                    preset: vllm
                    bearer_token_file: "/etc/a.token"
                    ca_file: "/my \"ca\".pem"
                    model_label: "served model"
                    measures:
                      itl: {metric: "vllm:time_per_output_token_seconds", unit: s}

                """#)
    }

    @Test(
        "names from a server stay one scalar of one line, whatever is in them",
        arguments: [
            ("plain", #""plain""#), ("a\"b\\c", #""a\"b\\c""#), ("x\n  - name: evil\n", #""x\n  - name: evil\n""#),
            ("nel\u{85}ls\u{2028}ps\u{2029}", #""nel\x85ls\u2028ps\u2029""#),
            ("\u{FEFF}\u{202E}\u{7F}\0", #""\ufeff\u202e\x7f\x00""#),
            ("# no comment, {no: map}, &no *no !no %no @no", "\"# no comment, {no: map}, &no *no !no %no @no\""),
            ("한국어 모델 é", "\"한국어 모델 é\""), ("\r\t\u{1B}[31m", #""\r\t\x1b[31m""#), ("\u{10FFFF}", #""\U0010ffff""#),
        ])
    func hostile(text: String, literal: String) throws {
        #expect(YAMLText.quoted(text) == literal)
        let lines = rendering.configuration(
            try discovery {
                $0.selector = text; $0.byLabels = [text]
            }
        )
        .split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 9)
        #expect(lines[4] == "    selector: \(literal)")
        #expect(lines[7] == "    # by: [\(literal)]")
    }

    @Test("reasons name the server, its models, its measures and what is wrong with each")
    func reasons() throws {
        let found = try discovery { server in
            (server.jobs, server.modelLabel, server.models) = (["inference"], "model_name", 1)
            server.measures = [.init(measure: .e2e, metric: server.preset.measures[.e2e]?.preferred)]
            server.remarks = ["ttft has no series at present"]
        }
        #expect(
            rendering.reasons(found) == [
                "nim: NVIDIA NIM, 1 model by model_name, job inference: e2e", "nim: ttft has no series at present",
                "nim: e2e_request_latency_seconds is a name that other programs may have, too",
            ])
    }

    @Test("JSON has every measure, and null for what is not known")
    func json() throws {
        let found = try discovery { $0.measures = [.init(measure: .ttft, metric: nil)] }
        #expect(
            rendering.json(found)
                == #"{"status":"success","data":[{"preset":"nim","server":"NVIDIA NIM","model_label":null,"models":null,"#
                + #""jobs":[],"selector":null,"by":[],"generic":false,"others":[],"measures":[{"measure":"ttft","#
                + #""metric":null,"kind":null,"unit":null,"twins":[]}],"remarks":[],"#
                + #""shared_model_label":null}],"count":1,"#
                + #""url":"http://prometheus:9090","product":"Prometheus 2.53.0","requests":5,"#
                + #""unknown_histograms":[],"remarks":[]}"# + "\n")
    }
}
