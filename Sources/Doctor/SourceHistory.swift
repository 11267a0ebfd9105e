import Archive
import Latency

/// What an archive knows of a source's collections.
struct SourceHistory {
    let source: SourceDescription
    /// Seconds since 1970 UTC.
    let now: Int
    /// Newest first, a few.
    let runs: [Run]
    let hasCollected: Bool
    /// Windows of the last 31 days, from the first that ever was collected, that none of them got; and the first of them.
    let missing: Int
    let firstMissing: Window?
    /// Of the last hours that were collected.
    let evidence: UnitEvidence

    /// Who keeps all others from collecting it; nil where nobody does.
    let stuck: LockHolder?

    /// How many runs succeeded in the time that several schedules of five minutes take. Runs that follow each other sooner than
    /// a schedule has them are a person's, and one.
    var recentRuns: Int {
        let times = runs.filter { $0.outcome == .success && now - $0.finished < 5 * Window.seconds }.map(\.started)
        return times.reduce(into: [Int]()) { kept, time in
            if kept.last.map({ $0 - time >= Self.leastPause }) ?? true { kept.append(time) }
        }.count
    }

    /// In seconds: schedules of five minutes, less what cron and a sleep before the run make of them.
    private static let leastPause = Window.seconds - 60

    private static let days = 31
    /// How many of the newest windows are looked at for what speaks against the unit.
    private static let windowsOfEvidence = 24

    init(of source: Source, in archive: Archive, now: Int) throws(ArchiveError) {
        self.source = source.description
        self.now = now
        stuck = SourceLock.stuckHolder(
            archivePath: archive.path, source: source.description.name, metric: source.description.metric, now: now)
        runs = try archive.runs(of: source, after: nil, upTo: now, failed: false, limit: 12).value
        let oldest = try archive.oldestWindow(of: source).value
        hasCollected = oldest != nil
        evidence = try Self.evidence(of: source, in: archive)
        // The newest that has ended is not missed yet: its run may be about to start.
        let last = Window(endedAt: now).advanced(by: -1)
        guard let oldest, oldest <= last else {
            (missing, firstMissing) = (0, nil)
            return
        }
        let range = max(oldest, last.advanced(by: -Self.days * 288))...last
        let collected = Set(try archive.collectedWindows(of: source, in: range).value)
        let absent = range.windows.filter { !collected.contains($0) }
        (missing, firstMissing) = (absent.count, absent.first)
    }

    /// What is damaged tells nothing; another check finds it.
    private static func evidence(of source: Source, in archive: Archive) throws(ArchiveError) -> UnitEvidence {
        var evidence = UnitEvidence()
        guard let newest = try archive.newestWindow(of: source).value else { return evidence }
        let range = max(Window(index: 1), newest.advanced(by: -windowsOfEvidence))...max(newest, Window(index: 1))
        _ = try archive.forEachWindow(of: source, in: range, newestFirst: true) { window in
            for value in window.models { evidence.add(value.histogram) }
            return true
        }
        return evidence
    }
}
