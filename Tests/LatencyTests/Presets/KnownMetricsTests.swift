import Testing

@testable import Latency

@Suite("The table of known metrics")
struct KnownMetricsTests {
    @Test("can be read to its last line, and has no server's metric twice")
    func wellFormed() {
        let unreadable = KnownMetrics.lines.map { String(decoding: $0, as: UTF8.self) }.filter {
            KnownMetric(line: $0, place: 0) == nil
        }
        #expect(unreadable.isEmpty)
        #expect(KnownMetrics.all.count > 400)
        let keys = KnownMetrics.all.map { [$0.preset, $0.name, $0.measure?.rawValue ?? "", $0.selector ?? ""] }
        #expect(Set(keys).count == keys.count)
        // A name that stands twice is two measures of one metric, or the whole of it and its parts.
        let names = Dictionary(grouping: KnownMetrics.all) { "\($0.preset) \($0.name)" }
        for (name, rows) in names where rows.count > 1 {
            #expect(Set(rows.map(\.measure)).count == rows.count, "\(name)")
        }
    }

    @Test("has names that a server may have, and no series of a histogram")
    func names() {
        for metric in KnownMetrics.all {
            #expect(metric.name.wholeMatch(of: /[a-zA-Z_:][a-zA-Z0-9_:.]*/) != nil, "\(metric.name)")
            if metric.kind == .histogram || metric.kind == .summary {
                #expect(!["_bucket", "_sum", "_count"].contains { metric.name.hasSuffix($0) }, "\(metric.name)")
            }
            if let label = metric.modelLabel {
                #expect(label.wholeMatch(of: /[a-zA-Z_][a-zA-Z0-9_.]*/) != nil && label != "le", "\(metric.name)")
            }
            if let selector = metric.selector {
                let matchers = /[a-z_]+(=|!=|=~|!~)"[^"]*"(,[a-z_]+(=|!=|=~|!~)"[^"]*")*/
                #expect(selector.wholeMatch(of: matchers) != nil, "\(metric.name)")
            }
        }
    }

    @Test(
        "tells by the label of the model whose latencies have failed requests among them",
        arguments: [
            ("vllm:e2e_request_latency_seconds", "model_name", KnownMetric.ErrorsInLatency.yes),
            ("vllm:e2e_request_latency_seconds", "model", .unknown),
            // Neither vLLM nor Triton calls it so.
            ("vllm:e2e_request_latency_seconds", "service", .unknown),
            (#"apisix_llm_latency{type="total"}"#, "other", .no), ("my_seconds", "model", .unknown),
            // Two servers have it by one label, and differ.
            ("gen_ai_server_time_to_first_token_seconds", "gen_ai_request_model", .unknown),
        ])
    func errorsInLatency(metric: String, label: String, known: KnownMetric.ErrorsInLatency) {
        let source = SourceDescription(
            name: "default", metric: Name(metric), url: "", selector: "", modelLabel: Name(label), unit: .seconds)
        #expect(source.errorsInLatency == known)
    }

    @Test("contradicts no unit that a name tells")
    func units() {
        for metric in KnownMetrics.all {
            guard case .time(let unit) = metric.quantity else { continue }
            #expect((LatencyUnit(ofName: metric.name) ?? unit) == unit, "\(metric.name)")
        }
    }

    @Test(
        "has the units that no name tells",
        arguments: [
            (":tensorflow:serving:request_latency", LatencyUnit.microseconds, "model_name"),
            ("apisix_llm_latency", .milliseconds, "request_llm_model"),
            ("litellm_request_total_latency_metric", .seconds, "model"),
            ("envoy_cluster_upstream_rq_time", .milliseconds, "envoy_cluster_name"),
            ("tgi_request_duration", .seconds, "job"), ("lmdeploy:iter_token_latency", .seconds, "model_name"),
            ("gen_ai.server.request.duration", .seconds, "gen_ai.request.model"),
            ("vllm:e2e_request_latency_seconds", .seconds, "model_name"),
        ])
    func facts(name: String, unit: LatencyUnit, label: String) throws {
        let facts = try #require(KnownMetrics.facts(of: name))
        #expect(facts.unit == unit)
        #expect(facts.modelLabels.first == label)
    }

    @Test("names every server's label where they differ, and guesses no unit and no selector")
    func ambiguous() throws {
        let vllm = try #require(KnownMetrics.facts(of: "vllm:e2e_request_latency_seconds"))
        #expect(vllm.modelLabels == ["model_name", "model"])
        // Portkey counts all paths, mistral.rs those of its API.
        #expect(try #require(KnownMetrics.facts(of: "http_request_duration_seconds")).selector == nil)
        // Its help speaks of milliseconds, its bounds are of seconds.
        #expect(try #require(KnownMetrics.facts(of: "litellm_overhead_latency_metric")).unit == nil)
        #expect(KnownMetrics.facts(of: "request_duration_seconds") == nil)
    }

    @Test("advises latencies alone, whole requests first, with what the name doesn't tell")
    func advice() {
        let histograms = [
            "vllm:request_prompt_tokens", "sglang:generation_tokens_histogram", "unknown_seconds",
            "vllm:time_to_first_token_seconds", ":tensorflow:serving:request_latency", "apisix_llm_latency",
            "vllm:e2e_request_latency_seconds", "litellm_overhead_latency_metric",
        ]
        #expect(
            KnownMetrics.latencies(among: histograms).map { $0.advice.text { "\($0.rawValue)=\($1 ?? "")" } } == [
                "metricName=vllm:e2e_request_latency_seconds modelLabel=model_name (vLLM)",
                #"metricName=apisix_llm_latency modelLabel=request_llm_model unit=ms (APISIX; of type!="ttft" alone)"#,
                "metricName=:tensorflow:serving:request_latency modelLabel=model_name unit=us (TensorFlow Serving)",
                "metricName=vllm:time_to_first_token_seconds modelLabel=model_name (vLLM)",
            ])
    }

    @Test("has limits of seconds for language models alone")
    func limits() {
        for (name, good, warning) in [
            ("request_duration_seconds", 100.0, 200.0), ("http_request_duration_seconds", 100, 200),
            (":tensorflow:serving:request_latency", 100, 200), ("vllm:request_prompt_tokens", 100, 200),
            ("vllm:e2e_request_latency_seconds", 10_000, 20_000), ("apisix_llm_latency", 10_000, 20_000),
            ("smg_router_ttft_seconds", 500, 2_000), ("maxserve_itl_milliseconds", 50, 200),
            ("aisix_request_e2e_latency_seconds", 10_000, 20_000),
        ] {
            let limits = DefaultLimits(metricName: name)
            #expect(limits.goodBelow == good && limits.warningBelow == warning, "\(name)")
        }
    }
}
