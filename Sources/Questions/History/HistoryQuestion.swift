import Archive
import Latency
import Support

/// Percentiles over time, from merged histograms.
package struct HistoryQuestion: TabularQuestion {
    package static let name = "history"
    package static let route: Route? = Route(
        "/api/metrics/history/",
        parameters: QuestionScope.parameters.union(TimeRange.parameters).union(["step", "format"]),
        repeatable: QuestionScope.repeatable, reads: .years)
    package static let hasPlot = true

    /// JSON has the first once for all points of a model, and a table as its title.
    package static let columns: [Column<HistoryAnswer.Row>] = [
        Column("model") { .model($0.model) },
        Column.labels { $0.labels },
        Column("timestamp", "UP TO", .left) { .time($0.point.time) },
        Column(nil, "P50") { .percentileOfRequests($0.point.percentiles.p50) },
        Column("p95_latency_ms", "P95") { .percentileOfRequests($0.point.percentiles.p95) },
        Column(nil, "BETWEEN") { .bracket($0.point.percentiles.p95) },
        Column("p50_latency_ms") { .percentileOfRequests($0.point.percentiles.p50) },
        Column("p99_latency_ms", "P99") { .percentileOfRequests($0.point.percentiles.p99) },
        Column("p95_lower_ms") { .milliseconds($0.point.percentiles.p95?.lower) },
        Column("p95_upper_ms") { .milliseconds($0.point.percentiles.p95?.upper) },
        Column("requests", "REQUESTS") { .count($0.point.requests) },
        Column("windows") { .count($0.point.windows) },
        Column("quality", "QUALITY", .left) { .quality($0.point.quality) },
        Column("resolution", "RESOLUTION") { .resolution($0.point.resolution) },
    ]

    private let request: HistoryRequest
    private let choice: SourceChoice
    private let scope: QuestionScope
    private let context: QuestionContext

    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        choice = try SourceChoice(parameters, now: context.now)
        request = try HistoryRequest(parameters: parameters, now: choice.now, zone: context.zone)
        scope = try QuestionScope(parameters, now: context.now)
        self.context = context
    }

    package func answer(from archive: Archive?) throws -> HistoryAnswer {
        guard let archive else {
            return HistoryAnswer(request: request, models: [], missing: [], emptyReason: .neverCollected)
        }
        var damages = Damages()
        var answer: HistoryAnswer
        if let plain = try plain(archive, &damages) {
            answer = plain
        } else {
            let resolved = try ResolvedScope(ofFirst: scope, in: archive, &damages)
            answer = try ScopedHistory(
                resolved, request, zone: context.zone, maximumPoints: context.maximumPoints, in: archive, &damages
            ).answer(resolved.kind, lacking: try resolved.emptyReason(in: archive, &damages))
        }
        answer.damages.add(damages)
        return answer
    }

    /// Of one source's latencies, model by model, in one pass; nil for anything else.
    private func plain(_ archive: Archive, _ damages: inout Damages) throws -> HistoryAnswer? {
        guard scope.isPlain else { return nil }
        let source = try choice.single(in: archive, &damages)
        if let source, !source.hasLatencies(of: scope.measure) { return nil }
        var answer = try HistoryReport.answer(
            archive: archive, source: source, model: scope.models.first, request: request, zone: context.zone,
            maximumPoints: context.maximumPoints)
        guard let source, let measure = scope.measure else { return answer }
        answer.isOfIntervals = measure.countsIntervals
        answer.measure = try choice.isUsual(source, in: archive, &damages) ? nil : measure
        return answer
    }
}
