extension ServerProfile {
    /// Triton as it is by default: sums and counts, so that only means can be had.
    static let triton: ServerProfile = {
        let labels: [MetricFamily.Label] = [.model("model"), .constant("version", "1")]
        let reasons: [ServedRequest.Outcome: String] = [
            .abort: "CANCELED", .error: "BACKEND", .rejected: "REJECTED",
        ]
        return ServerProfile(
            name: "triton",
            families: [
                MetricFamily(
                    name: "nv_inference_request_duration_us", form: .counter, quantity: .whole, scope: .successes,
                    labels: labels, measured: [.init(measure: .e2e)], isInMicroseconds: true),
                MetricFamily(
                    name: "nv_inference_queue_duration_us", form: .counter, quantity: .queue, scope: .successes,
                    labels: labels, measured: [.init(measure: .queue)], isInMicroseconds: true),
                MetricFamily(
                    name: "nv_inference_compute_infer_duration_us", form: .counter, quantity: .decode,
                    scope: .successes, labels: labels, measured: [], isInMicroseconds: true),
                MetricFamily(
                    name: "nv_inference_request_success", form: .counter, quantity: .requests, scope: .successes,
                    labels: labels, measured: [.init(measure: .requests)]),
                MetricFamily(
                    name: "nv_inference_request_failure", form: .counter, quantity: .requests, scope: .failures,
                    labels: labels + [.outcome("reason", reasons)], measured: [.init(measure: .errors)]),
            ], isGateway: false, showsSeriesAtZero: true, isPython: false,
            models: [("resnet50", "resnet50"), ("bert_large", "bert-large")], slowness: 0.2)
    }()
}
