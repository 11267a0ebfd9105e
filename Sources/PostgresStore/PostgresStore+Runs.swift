import Archive
import Latency

extension PostgresStore {
    private static let runColumns =
        """
        id, source, started, finished, windows, outcome, detail, milliseconds, models, queries, retries, bytes, warnings, \
        checksum
        """

    package func runs(of source: Int, _ query: RunQuery, _ body: (StoredRun) -> Bool) throws(ArchiveError) {
        let outcome =
            switch query.outcome {
            case .any: ""
            case .success: "AND outcome = '\\x73756363657373'"
            case .failure: "AND outcome <> '\\x73756363657373'"
            }
        let sql = """
            SELECT \(Self.runColumns) FROM metricsctl.run
            WHERE source = $1 AND ($2::int8 IS NULL OR finished > $2) AND (finished, id) < ($3, $4) \(outcome)
            ORDER BY finished DESC, id DESC LIMIT $5
            """
        // Of one instant, also where it takes several round trips.
        try read(within: nil) { () throws(ArchiveError) in
            var (last, limit) = ((finished: query.end, id: Int.max), Self.firstRuns)
            // The greatest number of all is a number, too.
            var isFirst = true
            while true {
                let rows = try ask(
                    isFirst ? sql.replacing("(finished, id) < ", with: "(finished, id) <= ") : sql, .integer(source),
                    .integer(query.start), .integer(last.finished), .integer(last.id), .integer(limit))
                isFirst = false
                for row in 0..<rows.count {
                    let run = StoredRun(in: rows, row)
                    last = (run.finished, run.id)
                    guard body(run) else { return }
                }
                guard rows.count == limit else { return }
                limit = Self.moreRuns
            }
        }
    }

    private static let (firstRuns, moreRuns) = (8, 1000)

    package func finish(ofRun id: Int, of source: Int) throws(ArchiveError) -> Int? {
        try ask("SELECT finished FROM metricsctl.run WHERE id = $1 AND source = $2", .integer(id), .integer(source))
            .first(0)
    }

    package func add(_ run: StoredRun) throws(ArchiveError) -> Bool {
        let added = try ask(
            """
            INSERT INTO metricsctl.run(\(Self.runColumns))
            VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (id) DO NOTHING
            """, .integer(run.id), .integer(run.source), .integer(run.started), .integer(run.finished),
            .integer(run.windows), .text(run.outcome), .text(run.detail), .integer(run.milliseconds),
            .integer(run.models), .integer(run.queries), .integer(run.retries), .integer(run.bytes),
            .text(run.warnings), .integer(run.checksum))
        if added.changed > 0 { return true }
        let rows = try ask("SELECT \(Self.runColumns) FROM metricsctl.run WHERE id = $1", .integer(run.id))
        return rows.count > 0 && StoredRun(in: rows, 0) == run
    }

    package func deleteRuns(
        of source: Int, succeeded: Bool, finishedBefore time: Int, limit: Int
    ) throws(ArchiveError) {
        try run(
            """
            DELETE FROM metricsctl.run WHERE id IN (
                SELECT id FROM metricsctl.run
                WHERE source = $1 AND finished < $2 AND outcome \(succeeded ? "=" : "<>") '\\x73756363657373'
                ORDER BY finished LIMIT $3)
            """, .integer(source), .integer(time), .integer(limit))
    }

    package func runsSinceSuccess(of source: Int) throws(ArchiveError) -> Int {
        let rows = try ask(
            """
            SELECT count(*) FROM metricsctl.run WHERE source = $1 AND id > (
                SELECT COALESCE(max(id), 0) FROM metricsctl.run
                WHERE source = $1 AND outcome = '\\x73756363657373')
            """, .integer(source))
        return rows.integer(0, 0)
    }
}

extension StoredRun {
    /// Of a row of `runColumns`.
    fileprivate init(in rows: Rows, _ row: Int) {
        self.init(
            id: rows.integer(row, 0), source: rows.integer(row, 1), started: rows.integer(row, 2),
            finished: rows.integer(row, 3), windows: rows.integer(row, 4), outcome: rows.text(row, 5),
            detail: rows.optionalText(row, 6), milliseconds: rows.optionalInteger(row, 7),
            models: rows.optionalInteger(row, 8), queries: rows.optionalInteger(row, 9),
            retries: rows.optionalInteger(row, 10), bytes: rows.optionalInteger(row, 11),
            warnings: rows.optionalText(row, 12), checksum: rows.integer(row, 13))
    }
}
