import Latency

extension ModelsQuestion {
    package static let columns: [Column<ModelsAnswer.Model>] = newest + lately + ModelTotals.latencies.flatMap(measure)

    private static let newest: [Column<ModelsAnswer.Model>] = [
        Column("model") { .model($0.model) },
        Column.labels { $0.labels },
        Column("state") { .text($0.state.rawValue) },
        Column("p50_latency_ms") { .percentile($0.newest?.percentiles.p50) },
        Column("p95_latency_ms") { .percentile($0.newest?.percentiles.p95) },
        Column("p99_latency_ms") { .percentile($0.newest?.percentiles.p99) },
        Column("collected_at") { .time($0.newest?.collectedAt) },
        Column("source") { .name($0.source?.name) },
        Column("metric_name") { .name($0.metric) },
        Column("mean_latency_ms") { .milliseconds($0.newest?.percentiles.mean) },
        Column("requests") { .count($0.requests) },
        Column("p50_lower_ms") { .milliseconds($0.newest?.percentiles.p50?.lower) },
        Column("p50_upper_ms") { .milliseconds($0.newest?.percentiles.p50?.upper) },
        Column("p95_lower_ms") { .milliseconds($0.newest?.percentiles.p95?.lower) },
        Column("p95_upper_ms") { .milliseconds($0.newest?.percentiles.p95?.upper) },
        Column("p99_lower_ms") { .milliseconds($0.newest?.percentiles.p99?.lower) },
        Column("p99_upper_ms") { .milliseconds($0.newest?.percentiles.p99?.upper) },
        Column("quality") { .text($0.newest?.quality.name) },
        Column("resolution") { .resolution($0.newest?.resolution ?? .window) },
        Column("severity") { .text($0.verdict?.severity.rawValue) },
        Column("sure") { .flag($0.verdict?.isSure) },
    ]

    /// Over the stretch of time that is asked for.
    private static let lately: [Column<ModelsAnswer.Model>] = [
        Column("display_name") { .text($0.displayName) },
        Column("start", in: ["range"]) { .time($0.range.start) },
        Column("end", in: ["range"]) { .time($0.range.end) },
        Column("hours", in: ["range"]) { .hours($0.range.hours) },
        Column("requests_per_minute") { .rate($0.requestsPerMinute) },
        Column("error_share") { .fraction(millionths: $0.errorShare) },
        Column("output_tokens_per_second") { .rate($0.outputTokensPerSecond) },
    ]

    private static func measure(_ measure: Measure) -> [Column<ModelsAnswer.Model>] {
        func column(
            _ key: StaticString, _ cell: @escaping @Sendable (MeasureCell) -> Cell
        ) -> Column<ModelsAnswer.Model> {
            Column(key, in: ["measures", name(measure)]) { model in
                cell(model.cells[measure] ?? MeasureCell(why: .notMeasured))
            }
        }
        return [
            column("p50_ms") { .percentile($0.p50) },
            column("p50_lower_ms") { .milliseconds($0.p50?.lower) },
            column("p50_upper_ms") { .milliseconds($0.p50?.upper) },
            column("p95_ms") { .percentile($0.p95) },
            column("p95_lower_ms") { .milliseconds($0.p95?.lower) },
            column("p95_upper_ms") { .milliseconds($0.p95?.upper) },
            column("observations") { .count($0.observations) },
            column("quality") { .text($0.quality?.name) },
            column("why") { .text($0.why?.rawValue) },
            column("mean_ms") { .milliseconds($0.mean) },
        ]
    }

    /// As raw values have it, for keys.
    private static func name(_ measure: Measure) -> StaticString {
        switch measure {
        case .e2e: "e2e"
        case .ttft: "ttft"
        case .itl: "itl"
        case .tpot: "tpot"
        case .queue: "queue"
        case .prefill: "prefill"
        case .decode: "decode"
        case .requests: "requests"
        case .errors: "errors"
        case .inputTokens: "input_tokens"
        case .outputTokens: "output_tokens"
        }
    }
}
