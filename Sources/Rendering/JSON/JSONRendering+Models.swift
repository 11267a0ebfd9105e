import Questions

extension JSONRendering {
    /// What HTTP answers at `/api/models/`. Models that have traffic now are judged by the thresholds.
    package func text(of answer: ModelsAnswer, thresholds: ThresholdChoice) -> String {
        document { json in
            json.member("status", "success")
            json.member("data", arrayOf: answer.models) { json, model in
                let percentiles = model.newest?.percentiles
                json.member("model", model.model)
                json.member("state", JSONRendering.name(of: model.presence))
                json.value(.p50, of: percentiles?.p50)
                json.value(.p95, of: percentiles?.p95)
                json.value(.p99, of: percentiles?.p99)
                json.member("collected_at", (model.newest?.collectedAt).map(time))
                json.member("source", model.source)
                json.member("metric_name", model.metric)
                json.member("mean_latency_ms", twoDecimals: percentiles?.mean)
                json.member("requests", model.newest?.requests)
                json.bounds(.p50, of: percentiles?.p50)
                json.bounds(.p95, of: percentiles?.p95)
                json.bounds(.p99, of: percentiles?.p99)
                json.member("quality", model.newest?.quality.name)
                json.resolution(model.newest?.resolution ?? .window)
                let verdict = model.verdict(thresholds.thresholds(for: model.metric))
                json.member("severity", (verdict?.level).map(JSONRendering.name))
                json.member("sure", digits: verdict.map { $0.isSure ? "true" : "false" })
            }
            json.member("count", answer.models.count)
            json.member("last_updated", answer.lastUpdated.map(time))
            warnings(answer.damages.warnings, &json)
        }
    }

    /// What orchestrators are told: `{"status":"ready"}`.
    package func text(ofState state: String) -> String {
        document { $0.member("status", state) }
    }

    private static func name(of level: LatencyLevel) -> String {
        switch level {
        case .good: "good"
        case .undetermined: "cannot_tell"
        case .warning: "warning"
        case .critical: "critical"
        }
    }

    static func name(of presence: TrafficState) -> String {
        switch presence {
        case .traffic: "traffic"
        case .noTraffic: "no_traffic"
        case .noData: "no_data"
        }
    }
}
