import Latency
import Testing

@Suite struct DefaultLimitsTests {
    @Test(
        "limits of model servers' latencies are those of what they measure, of all else those of a web service",
        arguments: [
            ("vllm:e2e_request_latency_seconds", 10_000.0, 20_000.0),
            ("vllm:time_to_first_token_seconds", 500, 2000),
            ("vllm:inter_token_latency_seconds", 50, 200),
            ("vllm:time_per_output_token_seconds", 50, 200),
            ("vllm:request_queue_time_seconds", 500, 2000),
            ("ray_vllm_e2e_request_latency_seconds", 10_000, 20_000),
            ("sglang:e2e_request_latency_seconds", 10_000, 20_000),
            ("gen_ai.client.operation.duration", 10_000, 20_000),
            ("gen_ai_server_time_to_first_token_seconds", 500, 2000),
            ("litellm_request_total_latency_metric", 10_000, 20_000),
            ("db_client_operation_duration_seconds", 100, 200), ("request_duration_seconds", 100, 200),
            ("http_server_requests_seconds", 100, 200), ("", 100, 200),
        ])
    func limits(metric: String, good: Double, warning: Double) {
        let limits = DefaultLimits(metricName: metric)
        #expect(limits.goodBelow == good && limits.warningBelow == warning)
    }
}
