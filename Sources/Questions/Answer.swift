import Archive
import Latency
import Support

/// The answer to one question.
package enum Answer: Hashable, Sendable {
    case p95(LatestAnswer)
    case all(LatestAnswer)
    case history(HistoryAnswer)
    case health(HealthAnswer)
    case runs(RunsAnswer)

    /// What it lacks because it is damaged in the archive.
    package var damages: Damages {
        switch self {
        case .p95(let latest), .all(let latest): latest.damages
        case .history(let history): history.damages
        case .health(let health): health.damages
        case .runs(let runs): runs.damages
        }
    }
}

extension Question {
    /// Answers from an archive, or without one as an empty archive would.
    ///
    /// `now` is in seconds since 1970 UTC and gives way to the parameter `at`; `zone` says where days begin.
    /// Throws `RequestError` for a bad parameter, archive or not, and `ArchiveError` for what can't be read. `maximumPoints`
    /// is for those who must limit what a history takes; nil takes any.
    package func answer(
        from archive: Archive?, parameters: QueryParameters, now: Int, zone: Zone, maximumPoints: Int? = nil
    ) throws -> Answer {
        let now = try parameters.moment() ?? now
        let choice = SourceChoice(parameters)
        switch self {
        case .p95:
            return .p95(try latest(from: archive, choice: choice, model: parameters.model, now: now).havingP95())
        case .all:
            return .all(try latest(from: archive, choice: choice, model: parameters.model, now: now))
        case .history:
            let request = try HistoryRequest(parameters: parameters, now: now, zone: zone)
            guard let archive else {
                return .history(HistoryAnswer(request: request, models: [], missing: [], emptyReason: .neverCollected))
            }
            var damages = Damages()
            let source = try choice.single(in: archive, now: now, &damages)
            var answer = try HistoryReport.answer(
                archive: archive, source: source, model: parameters.model, request: request, zone: zone,
                maximumPoints: maximumPoints)
            answer.damages.add(damages)
            return .history(answer)
        case .health:
            return .health(try HealthReport.answer(from: archive, parameters: parameters, now: now))
        case .runs:
            let request = try RunsRequest(parameters: parameters, now: now)
            let sources = try archive.map { try choice.matching(in: $0) } ?? []
            return .runs(try RunsReport.answer(archive: archive, sources: sources, request: request))
        }
    }

    /// Refuses bad parameters without needing an archive, as `answer` would.
    package func check(_ parameters: QueryParameters, now: Int, zone: Zone) throws(RequestError) {
        let now = try parameters.moment() ?? now
        switch self {
        case .history: _ = try HistoryRequest(parameters: parameters, now: now, zone: zone)
        case .runs: _ = try RunsRequest(parameters: parameters, now: now)
        case .p95, .all, .health: break
        }
    }

    private func latest(from archive: Archive?, choice: SourceChoice, model: Name?, now: Int) throws -> LatestAnswer {
        guard let archive else { return LatestAnswer(now: now, entries: [], emptyReason: .neverCollected) }
        var damages = Damages()
        let source = try choice.single(in: archive, now: now, &damages)
        var answer = try LatestReport.answer(archive: archive, source: source, model: model, now: now)
        answer.damages.add(damages)
        return answer
    }
}
