extension Archive {
    /// Records a run that stored no windows; one that did is recorded by `commit`.
    package func record(_ run: Run, of source: Source) throws(ArchiveError) {
        try transaction { () throws(ArchiveError) in try insert(run, of: source) }
    }

    /// The run that finished last, at `time` (seconds since 1970 UTC) or before.
    package func lastRun(of source: Source, at time: Int) throws(ArchiveError) -> Read<Run?> {
        try last(Self.runsSQL(), \.lastRun, of: source, at: time)
    }

    /// The successful run that finished last, at `time` (seconds since 1970 UTC) or before.
    package func lastSuccess(of source: Source, at time: Int) throws(ArchiveError) -> Read<Run?> {
        try last(Self.successesSQL, \.lastSuccess, of: source, at: time)
    }

    private func last(
        _ sql: String, _ newest: KeyPath<Inventory, Int>, of source: Source, at time: Int
    ) throws(ArchiveError) -> Read<Run?> {
        try read { () throws(ArchiveError) in
            let last = try runs(sql, of: source, at: time, limit: 1).first
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
        let sql = failed ? Self.failedRunsSQL : Self.runsSQL("AND finished > ?3")
        return try read { () throws(ArchiveError) in
            let found = try runs(sql, of: source, at: end, limit: limit) { (statement) throws(ArchiveError) in
                try statement.bind(3, start ?? Int.min)
            }
            if start == nil, !failed, limit != 0 {
                try checkOrder(found.first, against: \.lastRun, of: source, at: end)
            }
            return found
        }
    }

    // An index has the order of each; the failed ones are picked from all, which are few enough.
    static let successesSQL = runsSQL("AND outcome = 'success'")
    static let failedRunsSQL = runsSQL("AND finished > ?3 AND outcome <> 'success'")

    static func runsSQL(_ conditions: String = "") -> String {
        SignedTable.runs.select
            + " WHERE source_id = ?1 AND finished <= ?2 \(conditions) ORDER BY finished DESC, id DESC"
    }

    /// Those that are as they were written; the others are left out.
    private func runs(
        _ sql: String, of source: Source, at time: Int, limit: Int?,
        bind: (Statement) throws(ArchiveError) -> Void = { _ in }
    ) throws(ArchiveError) -> [Run] {
        try database.query(sql) { (statement) throws(ArchiveError) -> [Run] in
            try statement.bind(1, source.id)
            try statement.bind(2, time)
            try bind(statement)
            var runs: [Run] = []
            while limit.map({ runs.count < $0 }) ?? true, try statement.step() {
                if let run = run(in: statement) {
                    runs.append(run)
                } else {
                    report(damagedPart("run \(statement.integer(0)) is unreadable"))
                }
            }
            return runs
        }
    }

    private func run(in row: Statement) -> Run? {
        guard SignedTable.runs.isSound(row), let outcome = RunOutcome(rawValue: row.text(5)) else { return nil }
        let work = row.optionalInteger(7).map { milliseconds in
            RunStatistics(
                milliseconds: milliseconds, models: row.integer(8), queries: row.integer(9), retries: row.integer(10),
                bytes: row.integer(11))
        }
        return Run(
            started: row.integer(2), finished: row.integer(3), windows: row.integer(4), outcome: outcome,
            detail: row.optionalText(6), work: work, warnings: RunWarnings.list(row.text(12)))
    }

    /// Notes that the run that was written last is gone, or that the index, which is under no checksum, has passed over it.
    private func checkOrder(
        _ found: Run?, against newest: KeyPath<Inventory, Int>, of source: Source, at time: Int
    ) throws(ArchiveError) {
        guard let inventory = try inventory(of: source.id) else { return report(withoutInventory(source)) }
        let id = inventory[keyPath: newest]
        guard id > 0 else { return }
        let finished = try database.query("SELECT finished FROM run WHERE id = ?1") {
            (statement) throws(ArchiveError) -> Int? in
            try statement.bind(1, id)
            return try statement.step() ? statement.integer(0) : nil
        }
        guard let finished else { return report(damagedPart("run \(id) is gone")) }
        if finished <= time, found.map({ $0.finished < finished }) ?? true {
            report(damagedPart("runs are out of order"))
        }
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
        let id = try SignedTable.runs.signLast(database)
        try changeInventory(of: source.id) { inventory in
            inventory.lastRun = id
            if run.outcome == .success { inventory.lastSuccess = id }
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
