extension ServerProfile {
    /// llm-d's router, which shows most of its metrics under their deprecated names, too.
    static let llmD: ServerProfile = {
        let labels: [MetricFamily.Label] = [
            .alias("model_name"), .model("target_model_name"), .team("fairness_id"), .constant("priority", "0"),
        ]
        let codes: [ServedRequest.Outcome: String] = [
            .abort: "ClientDisconnect", .error: "ModelServerError", .rejected: "TooManyRequests",
        ]
        let lengths: [Double] = [1, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192]
        let (new, old) = ("llm_d_epp_request_", "inference_objective_request_")
        return ServerProfile(
            name: "llm-d",
            families: [
                MetricFamily(
                    name: new + "duration_seconds",
                    form: .histogram([
                        0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45,
                        60, 120, 180, 240, 300, 360, 480, 600, 900, 1200, 1800, 2700, 3600,
                    ]), quantity: .whole, labels: labels, measured: [.init(measure: .e2e)],
                    former: .twin(old + "duration_seconds")),
                MetricFamily(
                    name: new + "ttft_seconds",
                    form: .histogram([
                        0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45,
                        60, 120,
                    ]), quantity: .firstToken, labels: labels + [.streamed("streaming", yes: "true", no: "false")],
                    measured: [.init(measure: .ttft)], former: .twin(old + "ttft_seconds")),
                MetricFamily(
                    name: new + "streaming_tpot_seconds",
                    form: .histogram([
                        0.0005, 0.00205, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.125, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6,
                        0.8, 1, 2,
                    ]), quantity: .perToken, scope: .streams, labels: labels, measured: [.init(measure: .tpot)],
                    former: .twin(old + "tpot_seconds")),
                MetricFamily(
                    name: new + "streaming_itl_seconds",
                    form: .histogram([
                        0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 2,
                    ]), quantity: .betweenTokens, scope: .streams, labels: labels, measured: [.init(measure: .itl)]),
                MetricFamily(
                    name: new + "input_tokens",
                    form: .histogram(lengths + [16_384, 32_778, 65_536, 131_072, 262_144, 524_288, 1_048_576]),
                    quantity: .inputTokens, labels: labels, measured: [.init(measure: .inputTokens)]),
                MetricFamily(
                    name: new + "output_tokens", form: .histogram(lengths), quantity: .outputTokens, labels: labels,
                    measured: [.init(measure: .outputTokens)]),
                MetricFamily(
                    name: new + "total", form: .counter, quantity: .requests, scope: .all, labels: labels,
                    measured: [.init(measure: .requests)], former: .twin(old + "total")),
                MetricFamily(
                    name: new + "error_total", form: .counter, quantity: .requests, scope: .failures,
                    labels: labels + [.outcome("error_code", codes)], measured: [.init(measure: .errors)],
                    former: .twin(old + "error_total")),
            ], isGateway: true, showsSeriesAtZero: false, isPython: false,
            models: [("meta-llama/Llama-3.3-70B-Instruct", "llama-70b"), ("Qwen/Qwen3-Coder", "coder")], slowness: 3)
    }()
}
