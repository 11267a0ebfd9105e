import Testing

@testable import Latency

@Suite("Presets")
struct PresetTests {
    @Test("stand together in the table, each under one name, in lower case")
    func names() {
        let order = KnownMetrics.rows.map(\.preset)
        let changes = zip(order, order.dropFirst()).filter { $0 != $1 }.count
        #expect(changes == Preset.all.count - 1)
        for preset in Preset.all {
            #expect(preset.name.wholeMatch(of: /[a-z0-9-]+/) != nil)
            #expect(Preset.named(preset.name)?.metrics == preset.metrics)
            #expect(Set(preset.metrics.map(\.server)).count <= 1, "\(preset.name)")
        }
        #expect(Preset.named("vLLM") == nil)
        #expect(Preset.named("") == nil)
    }

    @Test("have one preferred metric for each measure, and alternatives of the same kind and quantity")
    func measures() throws {
        for preset in Preset.all {
            let told = Set(preset.metrics.compactMap(\.measure))
            #expect(Set(preset.measures.keys) == told, "a measure of \(preset.name) without a preferred metric")
            for measure in preset.orderedMeasures {
                let preferred = preset.metrics.filter { $0.measure == measure.measure && $0.use == .preferred }
                #expect(preferred.count == 1, "\(preset.name) \(measure.measure)")
                for other in measure.alternatives {
                    #expect(other.kind == preferred[0].kind, "\(other.name)")
                    #expect(other.quantity == preferred[0].quantity, "\(other.name)")
                    #expect(other.classLabel == preferred[0].classLabel, "\(other.name)")
                }
            }
        }
    }

    @Test("have a use for every measure, and for nothing else")
    func uses() {
        for metric in KnownMetrics.rows { #expect((metric.measure == nil) == (metric.use == nil), "\(metric.name)") }
    }

    @Test("measure times in units of time, tokens in tokens, and count by counters")
    func quantities() {
        for metric in KnownMetrics.all {
            switch metric.measure {
            case let measure? where measure.isLatency:
                #expect(metric.unit != nil, "\(metric.name)")
                #expect([.histogram, .sum, .summary, .ranges].contains(metric.kind), "\(metric.name)")
                #expect(metric.errorsInLatency != nil, "\(metric.name)")
            case .inputTokens, .outputTokens:
                #expect(metric.quantity == .tokens, "\(metric.name)")
                #expect([.histogram, .counter].contains(metric.kind), "\(metric.name)")
            case .requests, .errors:
                #expect(metric.quantity == .requests && metric.kind == .counter, "\(metric.name)")
            default: #expect(metric.errorsInLatency == nil, "\(metric.name)")
            }
            if metric.quantity == .tokens { #expect(LatencyUnit(ofName: metric.name) == nil, "\(metric.name)") }
        }
    }

    @Test("have a counter of their own server for every sum, and for nothing else")
    func means() {
        for metric in KnownMetrics.all {
            #expect((metric.kind == .sum) == (metric.countMetric != nil), "\(metric.name)")
            guard let count = metric.countMetric else { continue }
            let counters = KnownMetrics.metrics(named: count).filter { $0.preset == metric.preset }
            #expect(counters.contains { $0.kind == .counter && $0.modelLabel == metric.modelLabel }, "\(metric.name)")
        }
    }

    @Test(
        "tell classes of requests and errors alone, and say which errors are the client's by patterns that can be read")
    func classes() throws {
        for metric in KnownMetrics.all {
            if metric.classLabel != nil {
                #expect([.requests, .errors].contains(metric.measure), "\(metric.name)")
            }
            guard let pattern = metric.clientClasses else { continue }
            #expect(metric.measure == .errors && metric.classLabel != nil, "\(metric.name)")
            _ = try Regex(pattern)
        }
    }

    /// A name of two servers is one that nothing can be concluded from.
    @Test("share no name of a measure with another server but those that are known to be ambiguous")
    func ambiguous() {
        let claims = Dictionary(grouping: KnownMetrics.all.filter { $0.measure != nil }, by: \.name)
        let shared = claims.filter { Set($0.value.map(\.preset)).count > 1 }
        for name in shared.keys { #expect(KnownMetrics.presets(with: name).count > 1, "\(name)") }
        let families = Set(shared.values.map { Set($0.map(\.preset)) })
        #expect(
            families == [
                // One inside the other.
                ["vllm", "triton-vllm"],
                // One convention.
                ["otel-genai", "envoy-ai-gateway", "kong-ai-otel"], ["otel-genai", "envoy-ai-gateway"],
                ["otel-genai", "envoy-ai-gateway", "agentgateway"],
                // One after the other.
                ["gaie", "llm-d"],
                // By chance.
                ["portkey", "mistralrs"],
            ])
    }

    @Test("tell two quantities of one name apart")
    func severalQuantities() throws {
        let apisix = try #require(Preset.named("apisix-ai"))
        #expect(apisix.measures[.e2e]?.preferred.name == "apisix_llm_latency")
        #expect(apisix.measures[.ttft]?.preferred.name == "apisix_llm_latency")
        #expect(apisix.measures[.e2e]?.preferred.selector == #"type!="ttft""#)
        #expect(apisix.measures[.ttft]?.preferred.selector == #"type="ttft""#)
        // The whole metric, as it is collected by its name alone.
        #expect(KnownMetrics.facts(of: "apisix_llm_latency")?.measure == .e2e)
        #expect(KnownMetrics.facts(of: "gen_ai_client_token_usage")?.selector == nil)
    }

    @Test("have the measures that vLLM has had under two names, as what they are")
    func vllm() throws {
        let vllm = try #require(Preset.named("vllm"))
        #expect(vllm.orderedMeasures.map(\.measure) == Measure.allCases)
        let itl = try #require(vllm.measures[.itl])
        #expect(
            itl.metrics.map(\.name) == ["vllm:inter_token_latency_seconds", "vllm:time_per_output_token_seconds"])
        #expect(vllm.measures[.tpot]?.metrics.map(\.name) == ["vllm:request_time_per_output_token_seconds"])
        let errors = try #require(vllm.measures[.errors]?.preferred)
        #expect(errors.classLabel == "finished_reason" && errors.clientClasses == "abort")
    }

    @Test("say of a server with sums and counts alone that they are")
    func meanOnly() throws {
        let triton = try #require(Preset.named("triton")?.measures[.e2e]?.preferred)
        #expect(triton.kind == .sum && triton.unit == .microseconds)
        #expect(triton.countMetric == "nv_inference_request_success")
        #expect(try #require(Preset.named("ollama")).metrics.isEmpty)
    }

    @Test("use every trap that there is a text for, each text once")
    func traps() {
        #expect(Set(KnownMetrics.all.flatMap(\.traps)) == Set(MetricTrap.allCases))
        #expect(Set(MetricTrap.allCases.map(\.text)).count == MetricTrap.allCases.count)
    }
}
