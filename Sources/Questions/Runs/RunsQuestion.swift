import Archive
import Latency
import Support

/// What collections did, and what went wrong. It has no route, since runs tell of hosts and paths.
package struct RunsQuestion: TabularQuestion {
    package static let name = "runs"

    package static let columns: [Column<RunsAnswer.Row>] = [
        Column("source") { .name($0.source.name) },
        Column("metric_name") { .name($0.source.metric) },
        Column("started_at", "STARTED", .left) { .time($0.run.started) },
        Column("finished_at") { .time($0.run.finished) },
        Column("duration_ms", "TOOK") { .duration($0.run.work?.milliseconds) },
        Column("outcome") { .text($0.run.outcome.rawValue) },
        Column("windows", "WINDOWS") { .count($0.run.windows) },
        Column("models", "MODELS") { .count($0.run.work?.models) },
        Column("queries") { .count($0.run.work?.queries) },
        Column(nil, "RECEIVED") { .bytes($0.run.work?.bytes) },
        Column("retries", "RETRIES") { .count($0.run.work?.retries) },
        Column(nil, "OUTCOME", .left) { .word($0.run.outcome.rawValue, $0.run.outcome == .success ? .plain : .bad) },
        Column("bytes") { .bytes($0.run.work?.bytes) },
        Column("error") { .text($0.run.detail) },
        Column("warnings") { .list($0.run.warnings) },
    ]

    private let request: RunsRequest
    private let choice: SourceChoice

    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        choice = try SourceChoice(parameters, now: context.now)
        request = try RunsRequest(parameters: parameters, now: choice.now)
    }

    package func answer(from archive: Archive?) throws -> RunsAnswer {
        guard let archive else { return RunsAnswer(request: request, sources: []) }
        var damages = Damages()
        let sources = try choice.matching(in: archive).map { source in
            let runs = try archive.runs(
                of: source, after: request.start, upTo: request.end, failed: request.failed,
                limit: request.start == nil ? RunsRequest.usual : nil)
            return RunsAnswer.SourceRuns(source: source.description.id, runs: damages.take(runs))
        }
        var answer = RunsAnswer(request: request, sources: sources)
        answer.damages = damages
        return answer
    }
}
