/// The latency histograms of the common model servers and gateways, as far as we know them.
struct KnownHistogram {
    let metric: String
    let label: String
    let server: String

    /// Of whole requests. Those of a metric that several servers have under the same name stand once.
    static let all = table.split(separator: "\n").map { line in
        let words = line.split(separator: " ", maxSplits: 2).map { String($0) }
        return KnownHistogram(metric: words[0], label: words[1], server: words[2])
    }

    private static let table = """
        vllm:e2e_request_latency_seconds model_name vLLM
        ray_vllm_e2e_request_latency_seconds model_name vLLM in Ray Serve
        vllm:request_latency_seconds model vLLM production-stack router
        sglang:e2e_request_latency_seconds model_name SGLang
        smg_router_request_duration_seconds model SGLang model gateway
        trtllm_e2e_request_latency_seconds model_name TensorRT-LLM
        e2e_request_latency_seconds model_name NVIDIA NIM
        dynamo_frontend_request_duration_seconds model NVIDIA Dynamo
        litellm_request_total_latency_metric model LiteLLM
        litellm_llm_api_latency_metric model LiteLLM, the call to the provider
        gen_ai_server_request_duration_seconds gen_ai_request_model OpenTelemetry GenAI, Envoy AI Gateway
        gen_ai_client_operation_duration_seconds gen_ai_request_model OpenTelemetry GenAI clients
        xinference:model_request_duration_seconds model_name Xinference
        lmdeploy:e2e_request_latency_seconds model_name LMDeploy
        inference_objective_request_duration_seconds model_name Gateway API Inference Extension
        llm_d_epp_request_duration_seconds model_name llm-d
        kong_ai_llm_provider_latency_ms ai_model Kong AI
        apisix_llm_latency request_llm_model APISIX
        llm_request_duration_milliseconds model Portkey
        ray_serve_deployment_processing_latency_ms deployment Ray Serve
        :tensorflow:serving:request_latency model_name TensorFlow Serving
        bentoml_service_request_duration_seconds service_name BentoML
        tgi_request_duration job Text Generation Inference, a server for each model
        te_request_duration job Text Embeddings Inference, a server for each model
        """

    /// Labels that name models, the likeliest first.
    static let labels = [
        "model_name", "model", "gen_ai_request_model", "ai_model", "request_llm_model", "served_model_name", "model_id",
        "exported_model", "deployment", "application", "service_name", "pipeline", "service", "route", "ingress",
    ]

    /// What to try instead of a metric that is none; `histograms` are those that the server has.
    static func advice(for histograms: [String]) -> String? {
        let known = all.filter { histograms.contains($0.metric) }
        guard !known.isEmpty else { return nil }
        let choices = known.prefix(3).map { "--metric-name \($0.metric) --model-label \($0.label) (\($0.server))" }
        return "the server has " + choices.joined(separator: ", or ")
    }
}
