import Archive
import Latency

/// Whether collection works.
package struct HealthQuestion: TabularQuestion {
    package static let name = "health"
    /// What tells by the second how things are is never kept.
    package static let route: Route? = Route(
        "/api/health/", parameters: Route.usualParameters.union(["measure"]), isKept: false)
    package static let needsNoArchive = true

    /// JSON has the first two where there are several sources.
    package static let columns: [Column<HealthAnswer.Row>] = [
        Column("name") { .name($0.source?.name) },
        Column("metric") { .name($0.source?.metric) },
        Column("status") { .text($0.finding.status.rawValue) },
        Column("last_collection") { .time($0.finding.lastCollection) },
        Column("minutes_ago") { .minutes(seconds: $0.finding.age) },
        Column("model_count") { .count($0.finding.modelCount) },
        Column("outcome", in: ["last_run"], if: { $0.finding.lastRun != nil }) {
            .text($0.finding.lastRun?.outcome.rawValue)
        },
        Column("finished_at", in: ["last_run"]) { .time($0.finding.lastRun?.finished) },
        Column("message", in: ["last_run"]) { .text($0.finding.lastRun?.failure) },
        Column("missing_windows_24h") { .count($0.finding.missingWindows) },
    ]

    private let choice: SourceChoice

    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        choice = try SourceChoice(parameters, now: context.now)
    }

    package func answer(from archive: Archive?) throws -> HealthAnswer {
        try answer(from: archive, active: nil)
    }

    /// - Parameter active: the models of each source that had traffic in the last 24 hours, where they are known already;
    ///   nil has them looked up, which reads all of that time for models that have had none.
    package func answer(from archive: Archive?, active: [SourceID: Set<Name>]?) throws -> HealthAnswer {
        guard let archive else { return .noData }
        var damages = Damages()
        let sources = try choice.candidates(in: archive, &damages)
        var answer = try HealthReport.answer(archive: archive, sources: sources, now: choice.now, active: active)
        answer.damages.add(damages)
        return answer.read(from: try archive.replicaState)
    }
}
