import Archive
import Latency

extension SQLiteStore {
    static let runColumns =
        """
        id, source_id, started, finished, windows, outcome, detail, milliseconds, models, queries, retries, bytes, warnings
        """

    /// An index has the order of each; failures are picked from all, which are few enough.
    static func runsSQL(_ outcome: RunQuery.Outcome, hasStart: Bool) -> String {
        let start = hasStart ? "AND finished > ?3 " : ""
        let condition =
            switch outcome {
            case .any: ""
            case .success: "AND outcome = 'success' "
            case .failure: "AND outcome <> 'success' "
            }
        return """
            SELECT \(runColumns), checksum FROM run WHERE source_id = ?1 AND finished <= ?2 \(start)\(condition)\
            ORDER BY finished DESC, id DESC
            """
    }

    package func runs(of source: Int, _ query: RunQuery, _ body: (StoredRun) -> Bool) throws(ArchiveError) {
        let sql = Self.runsSQL(query.outcome, hasStart: query.start != nil)
        let start = query.start.map { [$0] } ?? []
        try database.scan(sql, [source, query.end] + start) { body(StoredRun(in: $0)) }
    }

    package func finish(ofRun id: Int, of source: Int) throws(ArchiveError) -> Int? {
        try database.first("SELECT finished FROM run WHERE id = ?1 AND source_id = ?2", [id, source]) { $0.integer(0) }
    }

    package func add(_ run: StoredRun) throws(ArchiveError) -> Bool {
        try database.run(
            """
            INSERT INTO run(\(Self.runColumns), checksum)
            VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT(id) DO NOTHING
            """, run.id, run.source, run.started, run.finished, run.windows, run.outcome, run.detail,
            run.milliseconds, run.models, run.queries, run.retries, run.bytes, run.warnings, run.checksum)
        if database.changedRows > 0 { return true }
        let sql = "SELECT \(Self.runColumns), checksum FROM run WHERE id = ?1"
        return try database.first(sql, [run.id]) { StoredRun(in: $0) == run } ?? false
    }

    package func deleteRuns(
        of source: Int, succeeded: Bool, finishedBefore time: Int, limit: Int
    ) throws(ArchiveError) {
        try database.run(
            """
            DELETE FROM run WHERE id IN (
                SELECT id FROM run WHERE source_id = ?1 AND finished < ?2 AND outcome \(succeeded ? "=" : "<>") 'success'
                ORDER BY finished LIMIT ?3)
            """, source, time, limit)
    }

    package func runsSinceSuccess(of source: Int) throws(ArchiveError) -> Int {
        let sql = """
            SELECT COUNT(*) FROM run WHERE source_id = ?1 AND id > (
                SELECT COALESCE(MAX(id), 0) FROM run WHERE source_id = ?1 AND outcome = 'success')
            """
        return try database.first(sql, [source]) { $0.integer(0) } ?? 0
    }
}

extension StoredRun {
    /// Of a row of `runColumns` and the checksum.
    init(in row: Statement) {
        self.init(
            id: row.integer(0), source: row.integer(1), started: row.integer(2), finished: row.integer(3),
            windows: row.integer(4), outcome: row.text(5), detail: row.optionalText(6),
            milliseconds: row.optionalInteger(7), models: row.optionalInteger(8), queries: row.optionalInteger(9),
            retries: row.optionalInteger(10), bytes: row.optionalInteger(11), warnings: row.optionalText(12),
            checksum: row.integer(13))
    }
}
