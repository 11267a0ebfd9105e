extension Archive {
    /// Records a run that stored no windows; one that did is recorded by `commit`.
    package func record(_ run: Run, of source: Source) throws(ArchiveError) {
        try transaction { () throws(ArchiveError) in try insert(run, of: source) }
    }

    /// The run that finished last, at `time` (seconds since 1970 UTC) or before.
    package func lastRun(of source: Source, at time: Int) throws(ArchiveError) -> Run? {
        try runs(Self.lastRunSQL, of: source, at: time).first
    }

    /// The successful run that finished last, at `time` (seconds since 1970 UTC) or before.
    package func lastSuccess(of source: Source, at time: Int) throws(ArchiveError) -> Run? {
        try runs(Self.lastSuccessSQL, of: source, at: time).first
    }

    /// The runs that finished after `start` and at `end` or before (seconds since 1970 UTC), newest first.
    ///
    /// - Parameters:
    ///   - failed: only those that failed.
    ///   - limit: at most so many; nil for all.
    package func runs(
        of source: Source, after start: Int?, upTo end: Int, failed: Bool, limit: Int?
    ) throws(ArchiveError) -> [Run] {
        try runs(failed ? Self.failedRunsSQL : Self.runsSQL, of: source, at: end) { (statement) throws(ArchiveError) in
            try statement.bind(3, start ?? Int.min)
            // SQLite takes a negative limit for none.
            try statement.bind(4, limit ?? -1)
        }
    }

    // An index has the order of each; the failed ones are picked from all, which are few enough.
    static let lastRunSQL = newest("", "LIMIT 1")
    static let lastSuccessSQL = newest("AND outcome = 'success'", "LIMIT 1")
    static let runsSQL = newest("AND finished > ?3", "LIMIT ?4")
    static let failedRunsSQL = newest("AND finished > ?3 AND outcome <> 'success'", "LIMIT ?4")

    private static func newest(_ conditions: String, _ limit: String) -> String {
        """
        SELECT started, finished, windows, outcome, detail, milliseconds, models, queries, retries, bytes, warnings
        FROM run WHERE source_id = ?1 AND finished <= ?2 \(conditions) ORDER BY finished DESC, id DESC \(limit)
        """
    }

    private func runs(
        _ sql: String, of source: Source, at time: Int, bind: (Statement) throws(ArchiveError) -> Void = { _ in }
    ) throws(ArchiveError) -> [Run] {
        try database.query(sql) { (statement) throws(ArchiveError) -> [Run] in
            try statement.bind(1, source.id)
            try statement.bind(2, time)
            try bind(statement)
            var runs: [Run] = []
            while try statement.step() { runs.append(try run(in: statement)) }
            return runs
        }
    }

    private func run(in row: Statement) throws(ArchiveError) -> Run {
        guard let outcome = RunOutcome(rawValue: row.text(3)) else {
            throw .damaged(path: database.path, reason: "a run has an unknown outcome")
        }
        let work = row.optionalInteger(5).map { milliseconds in
            RunWork(
                milliseconds: milliseconds, models: row.integer(6), queries: row.integer(7), retries: row.integer(8),
                bytes: row.integer(9))
        }
        return Run(
            started: row.integer(0), finished: row.integer(1), windows: row.integer(2), outcome: outcome,
            detail: row.optionalText(4), work: work, warnings: RunWarnings.list(row.text(10)))
    }

    // MARK: Writing

    /// Makes room first: of the runs of its kind it drops the oldest that are too old, a few at a time, so that no run
    /// takes long over it. The newest success and the newest failure always stay.
    func insert(_ run: Run, of source: Source) throws(ArchiveError) {
        try prune(run.outcome == .success ? Self.oldSuccessesSQL : Self.oldFailuresSQL, before: run, of: source)
        let sql = """
            INSERT INTO run(
                source_id, started, finished, windows, outcome, detail, milliseconds, models, queries, retries, bytes,
                warnings)
            VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """
        try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, source.id)
            try statement.bind(2, run.started)
            try statement.bind(3, run.finished)
            try statement.bind(4, run.windows)
            try statement.bind(5, run.outcome.rawValue)
            try statement.bind(6, run.detail)
            // What is not bound is NULL.
            if let work = run.work {
                let counts = [work.milliseconds, work.models, work.queries, work.retries, work.bytes]
                for (index, count) in counts.enumerated() { try statement.bind(Int32(7 + index), count) }
            }
            try statement.bind(12, RunWarnings.text(run.warnings))
            _ = try statement.step()
        }
    }

    static let oldSuccessesSQL = old("outcome = 'success'", days: 90)
    static let oldFailuresSQL = old("outcome <> 'success'", days: 366)

    private static func old(_ condition: String, days: Int) -> String {
        """
        DELETE FROM run WHERE id IN (
            SELECT id FROM run WHERE source_id = ?1 AND finished < ?2 - \(days * 86_400) AND \(condition)
            ORDER BY finished LIMIT 10)
        """
    }

    private func prune(_ sql: String, before run: Run, of source: Source) throws(ArchiveError) {
        try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, source.id)
            try statement.bind(2, run.finished)
            _ = try statement.step()
        }
    }
}
