import Archive
import Latency

/// As `P95Question`, with the other percentiles and the mean.
package struct AllQuestion: TabularQuestion {
    package static let name = "all"
    package static let route: Route? = Route(
        "/api/metrics/", parameters: LatestRequest.parameters,
        repeatable: QuestionScope.repeatable)

    package static let columns: [Column<LatestAnswer.Row>] = [
        Column("model", "MODEL", .leftShrinking) { .model($0.entry.model) },
        Column.labels { $0.entry.labels },
        Column("p50_latency_ms", "P50") { .percentileOfRequests($0.entry.percentiles.p50) },
        Column("p95_latency_ms", "P95") { .percentileOfRequests($0.entry.percentiles.p95) },
        Column("p99_latency_ms", "P99") { .percentileOfRequests($0.entry.percentiles.p99) },
        Column("collected_at") { .time($0.entry.collectedAt) },
        Column("metric_name") { .name($0.entry.metricName) },
        Column("time_range") { .text($0.entry.resolution.name) },
        Column("mean_latency_ms", "MEAN") { .milliseconds($0.entry.percentiles.mean) },
        Column("requests", "REQUESTS") { .count($0.entry.requests) },
        Column(nil, "AGE") { .age($0.age) },
        Column("p50_lower_ms") { .milliseconds($0.entry.percentiles.p50?.lower) },
        Column("p50_upper_ms") { .milliseconds($0.entry.percentiles.p50?.upper) },
        Column("p95_lower_ms") { .milliseconds($0.entry.percentiles.p95?.lower) },
        Column("p95_upper_ms") { .milliseconds($0.entry.percentiles.p95?.upper) },
        Column("p99_lower_ms") { .milliseconds($0.entry.percentiles.p99?.lower) },
        Column("p99_upper_ms") { .milliseconds($0.entry.percentiles.p99?.upper) },
        Column("quality", "QUALITY", .left) { .quality($0.entry.quality) },
        Column(nil, "RESOLUTION") { .resolution($0.entry.resolution) },
    ]

    private let request: LatestRequest

    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        request = try LatestRequest(parameters, in: context)
    }

    package func answer(from archive: Archive?) throws -> LatestAnswer { try request.answer(from: archive) }
}
