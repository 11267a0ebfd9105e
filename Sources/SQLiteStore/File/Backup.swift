import Archive
import CSQLite
import Glibc

/// A copy of an archive's file as it was at one instant, taken while others read and write it.
///
/// SQLite's online backup copies in pieces and lets writers in between them; a commit makes it begin anew. Once that has
/// happened `patience` times the rest is copied in one piece, and a writer waits for that.
package struct Backup {
    private let source: Database
    private let target: String
    /// How many pages are copied at a time.
    private let piece: Int32

    /// Copies the archive to a file that must not exist yet. The copy is written as `FILE.NUMBER.partial`, synchronized and only
    /// then given its name, so that a file of that name is a whole copy, whatever happens.
    ///
    /// An archive of an older version is copied as it is. `progress` is told how many pages are copied, of how many.
    package static func copy(
        archiveAt path: String, to target: String, progress: (Int, Int) -> Void = { _, _ in }
    ) throws(ArchiveError) {
        // 256 pages are 4 MiB: no writer notices.
        try copy(archiveAt: path, to: target, piece: 256, between: progress)
    }

    /// Copies the archive of another kind of store, of one instant, to a file that must not exist yet, in the same way.
    /// `progress` is told how many days are copied, of how many.
    package static func copy(
        of archive: Archive, to target: String, progress: (Int, Int) -> Void = { _, _ in }
    ) throws(ArchiveError) {
        var status = stat()
        guard lstat(target, &status) != 0 else { throw .exists(path: target) }
        let partial = try PartialFile(for: target, likeFileAt: nil)
        do {
            try StoreCopy.copy(from: archive.store, to: Archive(creatingAt: partial.path).store, progress: progress)
        } catch {
            partial.remove()
            throw error
        }
        try partial.publish()
    }

    static func copy(
        archiveAt path: String, to target: String, piece: Int32, between: (Int, Int) -> Void
    ) throws(ArchiveError) {
        var status = stat()
        // Also where the name is that of a dangling symbolic link.
        guard lstat(target, &status) != 0 else { throw .exists(path: target) }
        let source = try ArchiveFile.openForReading(
            path, busyMilliseconds: SQLiteStore.busyMilliseconds, allowsOlder: true)
        let partial = try PartialFile(for: target, likeFileAt: path)
        do {
            try Backup(source: source, target: target, piece: piece).fill(partial.path, between)
        } catch {
            partial.remove()
            throw error
        }
        try partial.publish()
    }

    private func fill(_ path: String, _ between: (Int, Int) -> Void) throws(ArchiveError) {
        let copy = try Database(path: path, creating: true, busyMilliseconds: 0)
        // Nobody else sees the file before it is whole and synchronized.
        try copy.execute("PRAGMA journal_mode = OFF")
        try copy.execute("PRAGMA synchronous = OFF")
        guard let work = sqlite3_backup_init(copy.handle, "main", source.handle, "main") else {
            throw failure(sqlite3_errcode(copy.handle), of: copy)
        }
        var (code, remaining, restarts) = (SQLITE_OK, Int32.max, 0)
        while code == SQLITE_OK {
            code = sqlite3_backup_step(work, restarts < Self.patience ? piece : -1)
            if sqlite3_backup_remaining(work) >= remaining { restarts += 1 }
            remaining = sqlite3_backup_remaining(work)
            let pages = Int(sqlite3_backup_pagecount(work))
            between(pages - Int(remaining), pages)
        }
        let end = sqlite3_backup_finish(work)
        guard code == SQLITE_DONE, end == SQLITE_OK else { throw failure(code, of: copy) }
    }

    /// SQLite notes on the copy's connection what went wrong, also where it was the archive that could not be read.
    private func failure(_ code: Int32, of copy: Database) -> ArchiveError {
        let failure = SQLiteFailure(code, on: copy.handle)
        if failure.isOfReading {
            return failure.error(path: source.path, busyMilliseconds: SQLiteStore.busyMilliseconds)
        }
        return .notWritten(path: target, reason: failure.reason)
    }

    private static let patience = 3
}
