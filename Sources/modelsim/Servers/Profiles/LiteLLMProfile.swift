extension ServerProfile {
    /// LiteLLM's proxy: successes alone have latencies, and requests are counted by the name that clients use.
    static let liteLLM: ServerProfile = {
        let names: [MetricFamily.Label] = [
            .model("model"), .alias("requested_model"), .team("team_alias"), .constant("api_key_alias", "default"),
        ]
        let aliases: [MetricFamily.Label] = [.alias("requested_model"), .team("team_alias")]
        let deployment: [MetricFamily.Label] = [.model("litellm_model_name"), .team("team_alias")]
        let bounds: [Double] = [
            0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 420, 600,
        ]
        // prometheus_client's own.
        let clientBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
        let statuses: [ServedRequest.Outcome: String] = [
            .stop: "200", .length: "200", .abort: "499", .error: "500", .rejected: "429",
        ]
        let exceptions: [ServedRequest.Outcome: String] = [.abort: "499", .error: "500", .rejected: "429"]
        return ServerProfile(
            name: "litellm",
            families: [
                MetricFamily(
                    name: "litellm_request_total_latency_metric",
                    form: .histogram(bounds, before: ServerKind.litellm.bounds(of: .other)), quantity: .whole,
                    scope: .successes, labels: names, measured: [.init(measure: .e2e)]),
                MetricFamily(
                    name: "litellm_llm_api_latency_metric", form: .histogram(bounds), quantity: .whole,
                    scope: .successes, labels: names, measured: []),
                MetricFamily(
                    name: "litellm_llm_api_time_to_first_token_metric", form: .histogram(bounds), quantity: .firstToken,
                    scope: .streams, labels: names, measured: [.init(measure: .ttft)]),
                MetricFamily(
                    name: "litellm_request_queue_time_seconds", form: .histogram(bounds), quantity: .queue,
                    scope: .successes, labels: names, measured: [.init(measure: .queue)]),
                MetricFamily(
                    name: "litellm_deployment_latency_per_output_token", form: .histogram(clientBounds),
                    quantity: .perToken, scope: .successes, labels: deployment, measured: [.init(measure: .tpot)]),
                MetricFamily(
                    name: "litellm_proxy_total_requests_metric_total", form: .counter, quantity: .requests, scope: .all,
                    labels: aliases + [.outcome("status_code", statuses)], measured: [.init(measure: .requests)]),
                MetricFamily(
                    name: "litellm_proxy_failed_requests_metric_total", form: .counter, quantity: .requests,
                    scope: .failures,
                    labels: aliases + [
                        .outcome("exception_status", exceptions), .constant("exception_class", "APIError"),
                    ],
                    measured: [.init(measure: .errors)]),
                MetricFamily(
                    name: "litellm_input_tokens_metric_total", form: .counter, quantity: .inputTokens,
                    scope: .successes, labels: names, measured: [.init(measure: .inputTokens)]),
                MetricFamily(
                    name: "litellm_output_tokens_metric_total", form: .counter, quantity: .outputTokens,
                    scope: .successes, labels: names, measured: [.init(measure: .outputTokens)]),
            ], isGateway: true, showsSeriesAtZero: false, isPython: true,
            models: [
                ("openai/gpt-4o", "gpt-4o"), ("anthropic/claude-sonnet-4", "claude-sonnet-4"),
                ("gemini/gemini-2.5-flash", "gemini-2.5-flash"),
            ], slowness: 2)
    }()
}
