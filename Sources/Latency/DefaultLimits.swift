import Support

/// What a p95 is held against on the pages where nobody said so: limits that fit what the metric measures, in milliseconds.
///
/// Of a model server's latencies the first is what people expect of an interactive service and the second what its
/// operators promise at most, as MLPerf Inference and GuideLLM have them. Everything else is taken for a web service.
package struct DefaultLimits: Hashable, Sendable {
    /// A p95 below it is good.
    package let goodBelow: Double
    /// And one below it a warning.
    package let warningBelow: Double

    private static let webService = DefaultLimits(
        goodBelow: Defaults.goodBelow, warningBelow: Defaults.warningBelow)
    /// A whole answer.
    private static let wholeAnswer = DefaultLimits(goodBelow: 10_000, warningBelow: 20_000)
    private static let firstToken = DefaultLimits(goodBelow: 500, warningBelow: 2000)
    /// Between two tokens, or for each.
    private static let token = DefaultLimits(goodBelow: 50, warningBelow: 200)

    private init(goodBelow: Double, warningBelow: Double) {
        self.goodBelow = goodBelow
        self.warningBelow = warningBelow
    }

    package init(metricName name: String) {
        self = KnownMetrics.facts(of: name).map(Self.known) ?? Self.byName(name.lowercased())
    }

    /// Of a measure, whatever metric tells it; of a metric that has no measure, and of those in the table, what fits the metric.
    package init(measure: Name, metricName name: String) {
        let base = Name(name).bareMetric.text
        if KnownMetrics.facts(of: base) == nil, let known = Measure(rawValue: measure.text), known.isLatency {
            self = Self.known(known) ?? Self.webService
        } else {
            self.init(metricName: base)
        }
    }

    /// Of metrics in the table: those of servers of anything, and those that are no latency, are taken for a web service's.
    private static func known(_ facts: MetricFacts) -> DefaultLimits {
        guard facts.isOfLanguageModels, facts.unit != nil else { return webService }
        guard let measure = facts.measure else { return byName(facts.metric.lowercased()) }
        return known(measure) ?? webService
    }

    /// nil of what is no latency.
    private static func known(_ measure: Measure) -> DefaultLimits? {
        switch measure {
        case .ttft, .queue, .prefill: firstToken
        case .itl, .tpot: token
        case .e2e, .decode: wholeAnswer
        case .requests, .errors, .inputTokens, .outputTokens: nil
        }
    }

    /// By what the names of model servers' metrics have in common.
    private static func byName(_ name: String) -> DefaultLimits {
        // "time to first token" comes before the others: some servers name both in one.
        let known: [([String], DefaultLimits)] = [
            (["time_to_first", "first_token", "ttft", "time.to.first"], firstToken),
            (["inter_token", "inter_chunk", "per_output_token", "per_output_chunk", "tpot"], token),
            (
                [
                    "e2e_request", "llm_api_latency", "request_total_latency", "gen_ai_client_operation",
                    "gen_ai.client.operation",
                ], wholeAnswer
            ),
        ]
        return known.first { $0.0.contains { name.hasBytes(of: $0) } }?.1 ?? byServer(name)
    }

    /// Durations of requests, and of parts of them, by servers that run nothing but language models.
    private static func byServer(_ name: String) -> DefaultLimits {
        let servers = ["vllm:", "ray_vllm_", "sglang:", "smg_router_", "tgi_", "trtllm_", "lmdeploy:"]
        guard servers.contains(where: name.hasPrefix) else { return webService }
        return name.hasBytes(of: "queue") || name.hasBytes(of: "prefill") ? firstToken : wholeAnswer
    }
}
