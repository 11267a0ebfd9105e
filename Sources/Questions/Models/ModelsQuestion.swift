import Archive
import Latency

/// Every model of every source, or of those that are asked for, with its newest numbers.
package struct ModelsQuestion: TabularQuestion {
    package static let name = "models"
    package static let route: Route? = Route("/api/models/", parameters: ["source", "metric_name", "at"])

    package static let columns: [Column<ModelsAnswer.Model>] = [
        Column("model") { .model($0.model) },
        Column("state") { .text($0.state.rawValue) },
        Column("p50_latency_ms") { .percentile($0.newest?.percentiles.p50) },
        Column("p95_latency_ms") { .percentile($0.newest?.percentiles.p95) },
        Column("p99_latency_ms") { .percentile($0.newest?.percentiles.p99) },
        Column("collected_at") { .time($0.newest?.collectedAt) },
        Column("source") { .name($0.source.name) },
        Column("metric_name") { .name($0.source.metric) },
        Column("mean_latency_ms") { .milliseconds($0.newest?.percentiles.mean) },
        Column("requests") { .count($0.newest?.requests) },
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

    private let choice: SourceChoice
    private let thresholds: ThresholdChoice

    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        choice = try SourceChoice(parameters, now: context.now)
        thresholds = context.thresholds
    }

    package func answer(from archive: Archive?) throws -> ModelsAnswer {
        guard let archive else { return ModelsAnswer(models: []) }
        var damages = Damages()
        let sources = try choice.candidates(in: archive, &damages)
        var answer = ModelsAnswer(models: try sources.flatMap { try models(of: $0, in: archive, &damages) })
        answer.damages = damages
        return answer
    }

    private func models(
        of source: Source, in archive: Archive, _ damages: inout Damages
    ) throws(ArchiveError) -> [ModelsAnswer.Model] {
        let latest = try LatestReport.answer(archive: archive, source: source, model: nil, now: choice.now)
        damages.add(latest.damages)
        let entries = Dictionary(uniqueKeysWithValues: latest.entries.map { ($0.model, $0) })
        let newest = try NewestWindows(archive: archive, source: source, models: nil, now: choice.now, &damages)
        let limits = thresholds.thresholds(for: source.description.metric)
        return damages.take(try archive.models(of: source)).map { model in
            let status = ModelStatus(model: model, traffic: newest.state(of: model), entry: entries[model])
            return ModelsAnswer.Model(status, source: source.description.id, verdict: status.verdict(limits))
        }
    }
}
