import Archive
import CSQLite

extension Database {
    /// Runs `body` as `snapshot` does, of the state that is there now. After `limit` reads fail with
    /// `ArchiveError.tookTooLong`.
    func snapshot(within limit: Duration, _ body: () throws(ArchiveError) -> Void) throws(ArchiveError) {
        var deadline = ContinuousClock.now + limit
        // The standard library lets no typed error through.
        let result = withUnsafeMutablePointer(to: &deadline) { deadline in
            Result { () throws(ArchiveError) in
                // Every so many steps of SQLite's machine, which take some 50 microseconds together.
                sqlite3_progress_handler(
                    handle, 1000,
                    { deadline in
                        guard let deadline else { return 0 }
                        return ContinuousClock.now < deadline.load(as: ContinuousClock.Instant.self) ? 0 : 1
                    }, deadline)
                defer { sqlite3_progress_handler(handle, 0, nil, nil) }
                try snapshot { () throws(ArchiveError) in
                    // Only a first read takes the lock.
                    _ = try integer("PRAGMA user_version")
                    try body()
                }
            }
        }
        try result.get()
    }
}
