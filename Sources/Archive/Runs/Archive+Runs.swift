import Latency

extension Archive {
    /// Records a run that stored no windows; one that did is recorded by `commit`.
    package func record(_ run: Run, of source: Source) throws(ArchiveError) {
        var number = RunNumber(run)
        try transaction(of: source) { () throws(ArchiveError) in try insert(run, &number, of: source) }
    }

    /// The run that finished last, at `time` (seconds since 1970 UTC) or before.
    package func lastRun(of source: Source, at time: Int) throws(ArchiveError) -> Read<Run?> {
        try last(.any, \.lastRun, of: source, at: time)
    }

    /// The successful run that finished last, at `time` (seconds since 1970 UTC) or before.
    package func lastSuccess(of source: Source, at time: Int) throws(ArchiveError) -> Read<Run?> {
        try last(.success, \.lastSuccess, of: source, at: time)
    }

    private func last(
        _ outcome: RunQuery.Outcome, _ newest: KeyPath<Inventory, Int>, of source: Source, at time: Int
    ) throws(ArchiveError) -> Read<Run?> {
        try read { () throws(ArchiveError) in
            let last = try runs(of: source, RunQuery(upTo: time, outcome), limit: 1).first
            try checkOrder(last, against: newest, of: source, at: time)
            return last
        }
    }

    /// The runs that finished after `start` and at `end` or before (seconds since 1970 UTC), newest first.
    ///
    /// - Parameters:
    ///   - failed: only those that failed.
    ///   - limit: at most so many; nil for all.
    package func runs(
        of source: Source, after start: Int?, upTo end: Int, failed: Bool, limit: Int?
    ) throws(ArchiveError) -> Read<[Run]> {
        let query = RunQuery(upTo: end, after: start ?? Int.min, failed ? .failure : .any)
        return try read { () throws(ArchiveError) in
            let found = try runs(of: source, query, limit: limit)
            if start == nil, !failed, limit != 0 {
                try checkOrder(found.first, against: \.lastRun, of: source, at: end)
            }
            return found
        }
    }

    /// How many runs of a source have failed since the last one that succeeded.
    package func failuresInARow(of source: Source) throws(ArchiveError) -> Int {
        try single { () throws(ArchiveError) in try store.runsSinceSuccess(of: source.id) }
    }

    /// Those that are as they were written; the others are left out.
    private func runs(of source: Source, _ query: RunQuery, limit: Int?) throws(ArchiveError) -> [Run] {
        var runs: [Run] = []
        if limit.map({ $0 <= 0 }) ?? false { return [] }
        try store.runs(of: source.id, query) { stored in
            if let run = Run(stored) {
                runs.append(run)
            } else {
                report(damagedPart("run \(stored.id) is unreadable"))
            }
            return limit.map { runs.count < $0 } ?? true
        }
        return runs
    }

    /// Notes that the run that was written last is gone, or that the index, which is under no checksum, has passed over it.
    private func checkOrder(
        _ found: Run?, against newest: KeyPath<Inventory, Int>, of source: Source, at time: Int
    ) throws(ArchiveError) {
        guard let inventory = try inventory(of: source.id) else { return report(withoutInventory(source)) }
        let id = inventory[keyPath: newest]
        guard id > 0 else { return }
        guard let finished = try store.finish(ofRun: id, of: source.id) else {
            return report(damagedPart("run \(id) is gone"))
        }
        if finished <= time, found.map({ $0.finished < finished }) ?? true {
            report(damagedPart("runs are out of order"))
        }
    }

    // MARK: Writing

    /// Makes room first: of the runs of its kind it drops the oldest that are too old, a few at a time, so that no run
    /// takes long over it. The newest success and the newest failure always stay.
    func insert(_ run: Run, _ number: inout RunNumber, of source: Source) throws(ArchiveError) {
        let hasSucceeded = run.outcome == .success
        let days = hasSucceeded ? Self.daysOfSuccesses : Self.daysOfFailures
        try store.deleteRuns(
            of: source.id, succeeded: hasSucceeded, finishedBefore: run.finished - days * UTCDay.seconds, limit: 10)
        let last = try inventory(of: source.id)?.lastRun ?? 0
        while try !store.add(StoredRun(run, id: number.value(after: last), source: source.id)) { number.change() }
        let id = number.value(after: last)
        try changeInventory(of: source.id) { inventory in
            // Another's may have been stored between the attempts.
            inventory.lastRun = max(inventory.lastRun, id)
            if hasSucceeded { inventory.lastSuccess = max(inventory.lastSuccess, id) }
        }
    }

    private static let daysOfSuccesses = 90
    private static let daysOfFailures = 366
}

extension Run {
    /// nil where it is not as it was written.
    fileprivate init?(_ stored: StoredRun) {
        guard stored.isSound, let outcome = RunOutcome(rawValue: stored.outcome) else { return nil }
        let work = stored.milliseconds.map { milliseconds in
            RunStatistics(
                milliseconds: milliseconds, models: stored.models ?? 0, queries: stored.queries ?? 0,
                retries: stored.retries ?? 0, bytes: stored.bytes ?? 0)
        }
        self.init(
            started: stored.started, finished: stored.finished, windows: stored.windows, outcome: outcome,
            detail: stored.detail, work: work, warnings: RunWarnings.list(stored.warnings ?? ""))
    }
}

extension StoredRun {
    fileprivate init(_ run: Run, id: Int, source: Int) {
        self.init(
            id: id, source: source, started: run.started, finished: run.finished, windows: run.windows,
            outcome: run.outcome.rawValue, detail: run.detail, milliseconds: run.work?.milliseconds,
            models: run.work?.models, queries: run.work?.queries, retries: run.work?.retries, bytes: run.work?.bytes,
            warnings: RunWarnings.text(run.warnings))
    }
}
