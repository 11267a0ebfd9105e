extension ServerProfile {
    static let sglang: ServerProfile = {
        let labels: [MetricFamily.Label] = [.model("model_name"), .constant("engine_type", "unified")]
        let streamed = labels + [.streamed("is_streaming", yes: "True", no: "False")]
        let ranks: [MetricFamily.Label] = [
            .constant("tp_rank", "0"), .constant("pp_rank", "0"), .constant("moe_ep_rank", "0"),
        ]
        let firstTokenBounds: [Double] = [
            0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 4, 6, 8, 10, 20, 40, 60, 80, 100, 200, 400,
        ]
        let tokenBounds = [
            0.002, 0.004, 0.006, 0.008, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.06, 0.08, 0.1, 0.2, 0.4, 0.6,
            0.8, 1, 2, 4, 6, 8,
        ]
        let queueBounds: [Double] =
            [0, 0.001, 0.005, 0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 4, 5, 10, 15, 20] + stride(from: 30, to: 100, by: 10)
            + stride(from: 100, through: 1000, by: 100) + [1200, 1400, 1600, 1800, 2000, 2500, 3000]
        let lengths: [Double] = [
            100, 300, 500, 700, 1000, 1500, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000, 12_500, 15_000,
            17_500, 20_000, 22_500, 25_000, 27_500, 30_000, 35_000, 40_000, 60_000, 80_000, 100_000, 200_000, 300_000,
            400_000, 600_000, 800_000, 1_000_000, 1_100_000,
        ]
        let outcomes: [ServedRequest.Outcome: String] = [
            .stop: "success", .length: "success", .abort: "abort", .error: "engine_fault", .rejected: "rejected",
        ]
        return ServerProfile(
            name: "sglang",
            families: [
                MetricFamily(
                    name: "sglang:e2e_request_latency_seconds",
                    form: .histogram(firstTokenBounds + [600, 1200, 1800, 2400]), quantity: .whole, labels: streamed,
                    measured: [.init(measure: .e2e)]),
                MetricFamily(
                    name: "sglang:time_to_first_token_seconds", form: .histogram(firstTokenBounds),
                    quantity: .firstToken, labels: streamed, measured: [.init(measure: .ttft)]),
                MetricFamily(
                    name: "sglang:inter_token_latency_seconds", form: .histogram(tokenBounds), quantity: .betweenTokens,
                    labels: labels, measured: [.init(measure: .itl)]),
                MetricFamily(
                    name: "sglang:request_time_per_output_token_seconds", form: .histogram(tokenBounds),
                    quantity: .perToken, labels: streamed, measured: [.init(measure: .tpot)]),
                MetricFamily(
                    name: "sglang:queue_time_seconds", form: .histogram(queueBounds), quantity: .queue,
                    labels: labels + ranks, measured: [.init(measure: .queue)]),
                MetricFamily(
                    name: "sglang:prompt_tokens_histogram", form: .histogram(lengths), quantity: .inputTokens,
                    labels: labels, measured: []),
                MetricFamily(
                    name: "sglang:generation_tokens_histogram", form: .histogram(lengths), quantity: .outputTokens,
                    labels: labels, measured: []),
                MetricFamily(
                    name: "sglang:prompt_tokens_total", form: .counter, quantity: .inputTokens, labels: streamed,
                    measured: [.init(measure: .inputTokens)]),
                MetricFamily(
                    name: "sglang:generation_tokens_total", form: .counter, quantity: .outputTokens, labels: streamed,
                    measured: [.init(measure: .outputTokens)]),
                MetricFamily(
                    name: "sglang:num_requests_total", form: .counter, quantity: .requests, labels: streamed,
                    measured: [.init(measure: .requests)]),
                MetricFamily(
                    name: "sglang:finished_requests_by_outcome_total", form: .counter, quantity: .requests, scope: .all,
                    labels: labels + [.outcome("outcome", outcomes)],
                    measured: [.init(measure: .errors, scope: .failures)]),
            ], isGateway: false, showsSeriesAtZero: false, isPython: true,
            models: [("Qwen/Qwen3-32B", "qwen3-32b"), ("zai-org/GLM-4.5-Air", "glm-4.5-air")], slowness: 2.5)
    }()
}
