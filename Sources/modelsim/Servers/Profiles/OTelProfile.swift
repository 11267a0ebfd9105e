extension ServerProfile {
    /// A gateway with OpenTelemetry's server metrics: successes and failures in one histogram.
    static let otelGateway: ServerProfile = {
        let labels: [MetricFamily.Label] = [
            .alias("gen_ai_request_model"), .model("gen_ai_response_model"), .constant("gen_ai_operation_name", "chat"),
            .constant("gen_ai_provider_name", "openai"), .constant("otel_scope_name", "gateway"), .team("team"),
        ]
        let failures: [ServedRequest.Outcome: String] = [.abort: "499", .error: "500", .rejected: "429"]
        let bounds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92]
        let lengths = (0...13).map { Double(1 << (2 * $0)) }
        return ServerProfile(
            name: "otel-genai",
            families: [
                MetricFamily(
                    name: "gen_ai_server_request_duration_seconds", form: .histogram(bounds), quantity: .whole,
                    scope: .all, labels: labels + [.outcome("error_type", failures)],
                    measured: [.init(measure: .e2e), .init(measure: .errors, scope: .failures)]),
                MetricFamily(
                    name: "gen_ai_server_time_to_first_token_seconds",
                    form: .histogram([
                        0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
                    ]), quantity: .firstToken, scope: .successes, labels: labels, measured: [.init(measure: .ttft)]),
                MetricFamily(
                    name: "gen_ai_server_time_per_output_token_seconds",
                    form: .histogram([0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5]),
                    quantity: .perToken, scope: .successes, labels: labels, measured: [.init(measure: .tpot)]),
                MetricFamily(
                    name: "gen_ai_client_token_usage", form: .histogram(lengths), quantity: .inputTokens,
                    scope: .successes, labels: labels + [.constant("gen_ai_token_type", "input")],
                    measured: [.init(measure: .inputTokens)]),
                MetricFamily(
                    name: "gen_ai_client_token_usage", form: .histogram(lengths), quantity: .outputTokens,
                    scope: .successes, labels: labels + [.constant("gen_ai_token_type", "output")],
                    measured: [.init(measure: .outputTokens)]),
            ], isGateway: true, showsSeriesAtZero: false, isPython: false,
            models: [("gpt-4.1-2025-04-14", "gpt-4.1"), ("o3-2025-04-16", "o3")], slowness: 2)
    }()
}
