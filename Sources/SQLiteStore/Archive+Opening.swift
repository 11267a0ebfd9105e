import Archive

/// Archives in SQLite files.
extension Archive {
    /// Opens an archive to collect into it; makes or migrates the file where needed, but not its directory.
    package convenience init(creatingAt path: String) throws(ArchiveError) {
        try self.init(creatingAt: path, busyMilliseconds: SQLiteStore.busyMilliseconds)
    }

    /// Opens an archive to query it; the file is left as it is, and may be read-only. Without a file, or with an empty
    /// one, throws `ArchiveError.missing`.
    package convenience init(readingAt path: String) throws(ArchiveError) {
        try self.init(readingAt: path, busyMilliseconds: SQLiteStore.busyMilliseconds)
    }

    /// Opens an archive to change what is in it; migrates the file where needed, but without one throws
    /// `ArchiveError.missing`.
    package convenience init(updatingAt path: String) throws(ArchiveError) {
        do {
            _ = try Archive(readingAt: path)
        } catch .olderVersion {}
        try self.init(creatingAt: path)
    }

    convenience init(creatingAt path: String, busyMilliseconds: Int) throws(ArchiveError) {
        self.init(
            store: SQLiteStore(try ArchiveFile.openForWriting(path, busyMilliseconds: busyMilliseconds)))
    }

    convenience init(readingAt path: String, busyMilliseconds: Int) throws(ArchiveError) {
        self.init(
            store: SQLiteStore(try ArchiveFile.openForReading(path, busyMilliseconds: busyMilliseconds)))
    }

    /// Whether another program, as a replicator or a database browser, has put the file into WAL mode. Collecting goes on,
    /// and ends that as soon as nobody else has the file open.
    package var isInWALMode: Bool {
        get throws(ArchiveError) { try (store as? SQLiteStore)?.database.isInWALMode ?? false }
    }
}

extension SQLiteStore {
    /// How long to wait for others: a commit takes milliseconds, a stuck disk longer.
    static let busyMilliseconds = 10_000
}
