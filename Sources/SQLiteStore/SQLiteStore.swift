import Archive
import CSQLite

/// An archive's rows in a SQLite file: the only folder that knows SQLite.
package final class SQLiteStore: ArchiveStore {
    let database: Database

    init(_ database: Database) { self.database = database }

    package var path: String { database.path }

    // MARK: Transactions

    package func write(_ sources: [Int]?, _ body: () throws(ArchiveError) -> Void) throws(ArchiveError) {
        try database.transaction { () throws(ArchiveError) in
            // A newer release may have migrated the file since it was opened.
            _ = try Schema.version(of: database)
            try body()
        }
    }

    package func read(within limit: Duration?, _ body: () throws(ArchiveError) -> Void) throws(ArchiveError) {
        guard let limit else { return try database.snapshot(body) }
        try database.snapshot(within: limit, body)
    }

    // MARK: The whole

    package var changes: Int {
        get throws(ArchiveError) { try database.integer("PRAGMA data_version") }
    }

    /// One system call, no SQL, no lock. nil only for a file that another program has put into WAL mode.
    ///
    /// SQLite itself goes by these 16 bytes when it decides whether what it has read before still holds: every commit counts
    /// up the change counter (https://www.sqlite.org/fileformat2.html#file_change_counter), on the file's first page.
    package var version: Archive.Version? {
        get throws(ArchiveError) {
            try database.withHead(length: 40) { head in
                let isRollbackMode = head[18] == 1 && head[19] == 1
                guard isRollbackMode else { return nil }
                return Archive.Version(
                    head.loadUnaligned(fromByteOffset: 24, as: UInt64.self),
                    head.loadUnaligned(fromByteOffset: 32, as: UInt64.self))
            }
        }
    }

    /// Whether the file is as long as its header says. SQLite itself takes the rest of a page for a page, and finds out when
    /// it reads what is gone. A commit makes the file longer before it changes the header.
    package var isWhole: Bool {
        get throws(ArchiveError) {
            let told = try database.withHead(length: 100) { head -> Int in
                // 1 stands for 65536, which does not fit (https://www.sqlite.org/fileformat2.html#page_size).
                let pageBytes = Int(head.loadUnaligned(fromByteOffset: 16, as: UInt16.self).bigEndian)
                let pages = Int(head.loadUnaligned(fromByteOffset: 28, as: UInt32.self).bigEndian)
                return pages * (pageBytes == 1 ? 65_536 : pageBytes)
            }
            return try database.fileBytes >= told
        }
    }

    package func size() throws(ArchiveError) -> ArchiveSize {
        let page = try database.integer("PRAGMA page_size")
        return ArchiveSize(
            bytes: try database.integer("PRAGMA page_count") * page,
            freeBytes: try database.integer("PRAGMA freelist_count") * page,
            version: try Schema.version(of: database))
    }

    package func releaseFreeSpace() throws(ArchiveError) {
        var free = try database.integer("PRAGMA freelist_count")
        while free > 0 {
            try database.execute("PRAGMA incremental_vacuum(\(Self.pagesAtATime))")
            let rest = try database.integer("PRAGMA freelist_count")
            // Without auto_vacuum, which only a file of another maker could lack, there is nothing to gain.
            guard rest < free else { return }
            free = rest
        }
    }

    private static let pagesAtATime = 256

    package func check(isQuick: Bool, _ finding: (String) -> Void) throws(ArchiveError) {
        try database.rows(isQuick ? "PRAGMA quick_check(1)" : "PRAGMA integrity_check") { row in
            if row.text(0) != "ok" { finding("SQLite: \(row.text(0))") }
        }
        if isQuick { return }
        try database.rows("PRAGMA foreign_key_check") { row in
            finding("row \(row.integer(1)) of \(row.text(0)) belongs to no \(row.text(2))")
        }
    }
}
