import Testing

@testable import Latency

@Suite("Metrics and the servers that have them")
struct PresetMatchingTests {
    private func matches(_ names: Set<String>) -> [String] { PresetMatching.matches(of: names).map(\.preset.name) }

    /// The names that the preset takes by itself.
    private func names(of preset: String) throws -> Set<String> {
        Set(try #require(Preset.named(preset)).measures.values.map(\.preferred.name))
    }

    @Test("every server that measures something is found by its own metrics, and no other beside it")
    func each() throws {
        for preset in Preset.all where !preset.measures.isEmpty {
            let found = PresetMatching.matches(of: try names(of: preset.name))
            #expect(found.count == 1, "\(preset.name): \(found.map(\.preset.name))")
            #expect(found.first.map { [$0.preset.name] + $0.others }?.contains(preset.name) == true, "\(preset.name)")
        }
    }

    @Test("what one server can have as well as another is told as both")
    func ambiguous() throws {
        let found = PresetMatching.matches(of: ["gen_ai_server_request_duration_seconds"])
        #expect(found.map(\.preset.name) == ["otel-genai"])
        #expect(found[0].others == ["envoy-ai-gateway", "kong-ai-otel"])
    }

    @Test("vLLM's names alone are vLLM's where they have its own metrics, and Triton's where they have none")
    func within() throws {
        let shared: Set = [
            "vllm:e2e_request_latency_seconds", "vllm:time_to_first_token_seconds",
            "vllm:time_per_output_token_seconds",
            "vllm:prompt_tokens_total", "vllm:generation_tokens_total",
        ]
        #expect(matches(shared) == ["triton-vllm"])
        #expect(matches(shared.union(["vllm:request_success_total"])) == ["vllm"])
    }

    @Test("deprecated twins beside their new names make no second server, and one without them")
    func twins() {
        let old: Set = ["inference_objective_request_duration_seconds", "inference_objective_request_total"]
        #expect(matches(old.union(["llm_d_epp_request_duration_seconds"])) == ["llm-d"])
        #expect(matches(old) == ["gaie"])
    }

    @Test("names that many programs have speak for a server with a warning alone")
    func generic() {
        let found = PresetMatching.matches(of: ["http_request_duration_seconds"])
        #expect(found.count == 1 && found[0].isGeneric)
        let mistral = PresetMatching.matches(of: [
            "http_request_duration_seconds", "mistralrs_time_to_first_token_seconds",
        ])
        #expect(mistral.map(\.preset.name) == ["mistralrs"] && !mistral[0].isGeneric)
    }

    @Test("several servers at once are all found, and unknown names are nobody's")
    func several() throws {
        let three = try names(of: "vllm").union(try names(of: "litellm")).union(try names(of: "triton"))
        #expect(matches(three.union(["up", "request_duration_seconds"])) == ["vllm", "triton", "litellm"])
        #expect(matches([]).isEmpty)
        #expect(matches(["up"]).isEmpty)
    }
}
