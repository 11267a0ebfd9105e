extension ServerProfile {
    /// Of vLLM's time to first token, in seconds.
    static let vllmFirstTokenBounds: [Double] = [
        0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640,
        2560,
    ]

    /// vLLM's V1 engine. Until the renaming its inter-token latency has the name of versions before 0.11.
    static let vllm: ServerProfile = {
        let labels: [MetricFamily.Label] = [.model("model_name"), .constant("engine", "0")]
        let requestBounds: [Double] = [
            0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680,
        ]
        let tokenBounds: [Double] = [
            0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80,
        ]
        // Up to --max-model-len, which is 16,384 here.
        let lengths: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]
        let reasons: [ServedRequest.Outcome: String] = [
            .stop: "stop", .length: "length", .abort: "abort", .error: "error",
        ]
        return ServerProfile(
            name: "vllm",
            families: [
                MetricFamily(
                    name: "vllm:e2e_request_latency_seconds",
                    form: .histogram(requestBounds, before: [1, 2.5, 5, 10, 15, 20, 30, 40, 50, 60]), quantity: .whole,
                    labels: labels, measured: [.init(measure: .e2e)]),
                MetricFamily(
                    name: "vllm:time_to_first_token_seconds", form: .histogram(vllmFirstTokenBounds),
                    quantity: .firstToken,
                    labels: labels, measured: [.init(measure: .ttft)]),
                MetricFamily(
                    name: "vllm:inter_token_latency_seconds", form: .histogram(tokenBounds), quantity: .betweenTokens,
                    labels: labels, measured: [.init(measure: .itl)],
                    former: .renamed("vllm:time_per_output_token_seconds")),
                MetricFamily(
                    name: "vllm:request_time_per_output_token_seconds", form: .histogram(tokenBounds),
                    quantity: .perToken, labels: labels, measured: [.init(measure: .tpot)]),
                MetricFamily(
                    name: "vllm:request_queue_time_seconds", form: .histogram(requestBounds), quantity: .queue,
                    labels: labels, measured: [.init(measure: .queue)]),
                MetricFamily(
                    name: "vllm:request_prefill_time_seconds", form: .histogram(requestBounds), quantity: .prefill,
                    labels: labels, measured: [.init(measure: .prefill)]),
                MetricFamily(
                    name: "vllm:request_decode_time_seconds", form: .histogram(requestBounds), quantity: .decode,
                    labels: labels, measured: [.init(measure: .decode)]),
                MetricFamily(
                    name: "vllm:request_prompt_tokens", form: .histogram(lengths), quantity: .inputTokens,
                    labels: labels, measured: []),
                MetricFamily(
                    name: "vllm:request_generation_tokens", form: .histogram(lengths), quantity: .outputTokens,
                    labels: labels, measured: []),
                MetricFamily(
                    name: "vllm:prompt_tokens_total", form: .counter, quantity: .inputTokens, labels: labels,
                    measured: [.init(measure: .inputTokens)]),
                MetricFamily(
                    name: "vllm:generation_tokens_total", form: .counter, quantity: .outputTokens, labels: labels,
                    measured: [.init(measure: .outputTokens)]),
                MetricFamily(
                    name: "vllm:request_success_total", form: .counter, quantity: .requests,
                    labels: labels + [.outcome("finished_reason", reasons)],
                    measured: [.init(measure: .requests), .init(measure: .errors, scope: .failures)]),
            ], isGateway: false, showsSeriesAtZero: true, isPython: true,
            models: [
                ("meta-llama/Llama-3.1-8B-Instruct", "llama-3.1-8b"), ("Qwen/Qwen2.5-7B-Instruct", "qwen2.5-7b"),
                ("deepseek-ai/DeepSeek-R1-Distill-Qwen-32B", "deepseek-r1-32b"),
            ], slowness: 3)
    }()
}
