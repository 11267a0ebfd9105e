import Archive
import Glibc
import Support

/// Opens the file of an archive and refuses every file that isn't one, without leaving a trace in it.
enum ArchiveFile {
    /// For collections: the file is created or migrated where needed.
    static func openForWriting(_ path: String, busyMilliseconds: Int) throws(ArchiveError) -> Database {
        let exists = try checkRegular(path)
        try checkDirectory(of: path)
        if exists, !FilePath.mayAccess(path, W_OK) { throw .notWritable(path: path) }

        let database = try Database(path: path, creating: true, busyMilliseconds: busyMilliseconds)
        _ = try recognized(database)
        // A journal that stays, emptied, costs one fewer directory write per run. WAL would gain nothing for a process
        // that writes once, and fails on network file systems.
        do {
            try database.execute("PRAGMA journal_mode = TRUNCATE")
        } catch {
            // Whoever has put it into WAL mode has it open: what is stored goes into that log, which is as safe.
            guard case .busy = error, try database.isInWALMode else { throw error }
        }
        try database.execute("PRAGMA synchronous = FULL")
        try database.execute("PRAGMA foreign_keys = ON")
        try Schema.migrate(database)
        return database
    }

    /// For queries: the file is neither created nor migrated nor altered, and may be read-only. One that is to be
    /// migrated first is refused unless the caller can do with it as it is.
    static func openForReading(
        _ path: String, busyMilliseconds: Int, supported: Int = Schema.version, allowsOlder: Bool = false
    ) throws(ArchiveError) -> Database {
        guard try checkRegular(path) else { throw .missing(path: path) }
        if !FilePath.mayAccess(path, R_OK) { throw .notReadable(path: path) }

        let database = try Database(path: path, creating: false, busyMilliseconds: busyMilliseconds)
        guard try recognized(database) else { throw .missing(path: path) }
        // Under SQLite's lock, and with what a killed creation has left rolled back.
        let version = try Schema.version(of: database, supported: supported)
        if version == 0 { throw .missing(path: path) }
        if version < supported, !allowsOlder { throw .olderVersion(path: path, version: version) }
        // A query reads nearly every page once: memory for more of them costs more than it saves.
        try database.execute("PRAGMA cache_size = 32")
        return database
    }

    /// Whether there is a file; refuses whatever is no regular file.
    private static func checkRegular(_ path: String) throws(ArchiveError) -> Bool {
        var status = stat()
        guard stat(path.isEmpty ? "." : path, &status) == 0 else {
            switch errno {
            case ENOENT, ENOTDIR: return false
            case EACCES: throw .notReadable(path: path)
            default: throw .inputOutput(path: path, reason: SystemReason.text(errno))
            }
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return true
        case S_IFDIR: throw .isDirectory(path: path)
        default: throw .notRegularFile(path: path)
        }
    }

    private static func checkDirectory(of path: String) throws(ArchiveError) {
        let directory = FilePath.directory(of: FilePath.resolved(path))
        if FilePath.mayAccess(directory, W_OK | X_OK) { return }
        switch errno {
        case ENOENT, ENOTDIR: throw .directoryMissing(path: path, directory: directory)
        default: throw .directoryNotWritable(directory: directory)
        }
    }

    /// Whether the file is an archive; false where it may become one.
    private static func recognized(_ database: Database) throws(ArchiveError) -> Bool {
        switch try DatabaseHeader(of: database).kind {
        case .empty, .blank: return false
        case .foreign: throw .notDatabase(path: database.path)
        case .otherApplication: throw .otherApplication(path: database.path)
        case .archive(let version):
            guard version <= Schema.version else {
                throw .newerVersion(path: database.path, version: version, supported: Schema.version)
            }
            return true
        }
    }
}
