import CSQLite

extension Archive {
    /// Runs `body`, whose reads are all of one instant: nobody can commit meanwhile, so it should not take long.
    ///
    /// After `limit` reads fail with `ArchiveError.tookTooLong`.
    package func snapshot<Result>(within limit: Duration, _ body: () throws -> Result) throws -> Result {
        var deadline = ContinuousClock.now + limit
        return try withUnsafeMutablePointer(to: &deadline) { deadline in
            // Every so many steps of SQLite's machine, which take some 50 microseconds together.
            sqlite3_progress_handler(
                database.handle, 1000,
                { deadline in
                    guard let deadline else { return 0 }
                    return ContinuousClock.now < deadline.load(as: ContinuousClock.Instant.self) ? 0 : 1
                }, deadline)
            defer { sqlite3_progress_handler(database.handle, 0, nil, nil) }
            try database.execute("BEGIN")
            // Nothing was written, so there is nothing to lose.
            defer { sqlite3_exec(database.handle, "ROLLBACK", nil, nil, nil) }
            // Only a first read takes the lock.
            _ = try database.integer("PRAGMA user_version")
            return try body()
        }
    }
}
