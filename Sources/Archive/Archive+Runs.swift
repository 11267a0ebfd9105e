extension Archive {
    /// Records a run that stored no windows; one that did is recorded by `commit`.
    package func record(_ run: Run, of source: Source) throws(ArchiveError) {
        try transaction { () throws(ArchiveError) in try insert(run, of: source) }
    }

    /// The run that finished last, at `time` (seconds since 1970 UTC) or before.
    package func lastRun(of source: Source, at time: Int) throws(ArchiveError) -> Run? {
        try newestRun(Self.lastRunSQL, of: source, at: time)
    }

    /// The successful run that finished last, at `time` (seconds since 1970 UTC) or before.
    package func lastSuccess(of source: Source, at time: Int) throws(ArchiveError) -> Run? {
        try newestRun(Self.lastSuccessSQL, of: source, at: time)
    }

    // One index each has these conditions and this order.
    static let lastRunSQL = """
        SELECT started, finished, windows, outcome, detail FROM run
        WHERE source_id = ?1 AND finished <= ?2 ORDER BY finished DESC, id DESC LIMIT 1
        """
    static let lastSuccessSQL = """
        SELECT started, finished, windows, outcome, detail FROM run
        WHERE source_id = ?1 AND finished <= ?2 AND outcome = 'success' ORDER BY finished DESC, id DESC LIMIT 1
        """

    func insert(_ run: Run, of source: Source) throws(ArchiveError) {
        let sql = """
            INSERT INTO run(source_id, started, finished, windows, outcome, detail) VALUES(?1, ?2, ?3, ?4, ?5, ?6)
            """
        try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, source.id)
            try statement.bind(2, run.started)
            try statement.bind(3, run.finished)
            try statement.bind(4, run.windows)
            try statement.bind(5, run.outcome.rawValue)
            try statement.bind(6, run.detail)
            _ = try statement.step()
        }
    }

    private func newestRun(_ sql: String, of source: Source, at time: Int) throws(ArchiveError) -> Run? {
        try database.query(sql) { (statement) throws(ArchiveError) -> Run? in
            try statement.bind(1, source.id)
            try statement.bind(2, time)
            guard try statement.step() else { return nil }
            guard let outcome = RunOutcome(rawValue: statement.text(3)) else {
                throw .damaged(path: database.path, reason: "a run has an unknown outcome")
            }
            return Run(
                started: statement.integer(0), finished: statement.integer(1), windows: statement.integer(2),
                outcome: outcome, detail: statement.optionalText(4))
        }
    }
}
