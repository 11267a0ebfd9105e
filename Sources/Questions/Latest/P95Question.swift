import Archive
import Latency

/// The newest p95 of every model with traffic in the last 24 hours.
package struct P95Question: TabularQuestion {
    package static let name = "p95"
    package static let route: Route? = Route(
        "/api/metrics/p95/", parameters: LatestRequest.parameters,
        repeatable: QuestionScope.repeatable)

    package static let columns: [Column<LatestAnswer.Row>] = [
        Column("model", "MODEL", .leftShrinking) { .model($0.entry.model) },
        Column.labels { $0.entry.labels },
        Column("p95_latency_ms", "P95") { .percentile($0.entry.percentiles.p95) },
        Column("collected_at") { .time($0.entry.collectedAt) },
        Column("p95_lower_ms") { .milliseconds($0.entry.percentiles.p95?.lower) },
        Column("p95_upper_ms") { .milliseconds($0.entry.percentiles.p95?.upper) },
        Column(nil, "BETWEEN") { .bracket($0.entry.percentiles.p95) },
        Column("requests", "REQUESTS") { .count($0.entry.requests) },
        Column(nil, "AGE") { .age($0.age) },
        Column("quality", "QUALITY", .left) { .quality($0.entry.quality) },
        Column("resolution", "RESOLUTION") { .resolution($0.entry.resolution) },
    ]

    private let request: LatestRequest

    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        request = try LatestRequest(parameters, in: context)
    }

    package func answer(from archive: Archive?) throws -> LatestAnswer {
        try request.answer(from: archive).havingP95()
    }
}
