import Archive
import Latency

/// Tells whether collection goes on as it should.
///
/// `healthy`: a success at most 15 minutes ago, the last run succeeded and no window of the last 24 hours is missing.
/// `degraded`: the success is as fresh, the rest is not so. `unhealthy`: no success for 15 minutes. `no_data`: no window
/// was ever collected.
package enum HealthReport {
    package static let freshSeconds = 15 * 60
    static let lookBackSeconds = 86_400

    /// `now` is in seconds since 1970 UTC. Of several sources the worst counts; one that never collected a window counts
    /// only where none has.
    static func answer(
        archive: Archive, sources: [Source], now: Int, active known: [SourceID: Set<Name>]? = nil
    ) throws(ArchiveError) -> HealthAnswer {
        var damages = Damages()
        var models: Set<Name> = []
        var findings: [HealthAnswer.SourceFinding] = []
        for source in sources {
            let active =
                if let known { known[source.description.id] ?? [] } else {
                    try activeModels(archive: archive, source: source, now: now, &damages)
                }
            models.formUnion(active)
            let finding = try finding(
                archive: archive, source: source, modelCount: active.count, now: now, &damages)
            findings.append(HealthAnswer.SourceFinding(source: source.description.id, finding: finding))
        }
        let worst = findings.map(\.finding).max { (left: HealthAnswer.Finding, right: HealthAnswer.Finding) -> Bool in
            if left.status != right.status { return left.status < right.status }
            return (left.age ?? 0) < (right.age ?? 0)
        }
        var answer = HealthAnswer(overall: (worst ?? .noData).counting(models: models.count), sources: findings)
        answer.damages = damages
        return answer
    }

    private static func finding(
        archive: Archive, source: Source, modelCount: Int, now: Int, _ damages: inout Damages
    ) throws(ArchiveError) -> HealthAnswer.Finding {
        let lastRun = damages.take(try archive.lastRun(of: source, at: now))
        let lastSuccess = damages.take(try archive.lastSuccess(of: source, at: now))
        let age = lastSuccess.map { now - $0.finished }
        let missing = try missingWindows(archive: archive, source: source, now: now, &damages)
        var finding = HealthAnswer.Finding(
            status: status(age: age, lastOutcome: lastRun?.outcome, missing: missing),
            lastCollection: lastSuccess?.finished, age: age, modelCount: modelCount,
            lastRun: lastRun.map { HealthAnswer.LastRun(outcome: $0.outcome, finished: $0.finished) },
            missingWindows: missing ?? 0, warnings: lastRun?.warningCodes.map(\.rawValue) ?? [])
        finding.stuckRun = SourceLock.stuckHolder(
            archivePath: archive.path, source: source.description.name, metric: source.description.metric, now: now
        ).map { HealthAnswer.StuckRun(process: $0.process, since: $0.since) }
        return finding
    }

    /// `missing` is nil where no window was ever collected.
    private static func status(age: Int?, lastOutcome: RunOutcome?, missing: Int?) -> HealthStatus {
        guard let missing else { return .noData }
        guard let age, age <= freshSeconds else { return .unhealthy }
        return lastOutcome == .success && missing == 0 ? .healthy : .degraded
    }

    /// How many windows of the last 24 hours were never collected, from the first one that ever was; nil without any.
    ///
    /// The newest window that has ended is not missed yet: it ended less than five minutes ago, and the run that is to
    /// collect it may be about to start.
    private static func missingWindows(
        archive: Archive, source: Source, now: Int, _ damages: inout Damages
    ) throws(ArchiveError) -> Int? {
        guard let oldest = damages.take(try archive.oldestWindow(of: source)), oldest.end <= now else { return nil }
        let first = max(oldest, Window(endedAt: now - lookBackSeconds).advanced(by: 1))
        let last = Window(endedAt: now).advanced(by: -1)
        guard first <= last else { return 0 }
        let collected = damages.take(try archive.collectedWindows(of: source, in: first...last))
        return last.index - first.index + 1 - collected.count
    }

    private static func activeModels(
        archive: Archive, source: Source, now: Int, _ damages: inout Damages
    ) throws(ArchiveError) -> Set<Name> {
        let latest = try LatestReport.answer(archive: archive, source: source, model: nil, now: now)
        damages.add(latest.damages)
        return Set(latest.entries.map(\.model))
    }
}

extension HealthAnswer.Finding {
    fileprivate func counting(models: Int) -> HealthAnswer.Finding {
        var finding = HealthAnswer.Finding(
            status: status, lastCollection: lastCollection, age: age, modelCount: models, lastRun: lastRun,
            missingWindows: missingWindows, warnings: warnings)
        finding.stuckRun = stuckRun
        return finding
    }
}
