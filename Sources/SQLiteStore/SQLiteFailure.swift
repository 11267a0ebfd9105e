import Archive
import CSQLite
import Glibc
import Support

/// A result code of SQLite, with what the connection and the operating system say about it.
struct SQLiteFailure {
    private let code: Int32
    private let text: String
    /// The `errno` of the system call that failed, else 0.
    private let systemError: Int32

    /// Reads the details of the call that has just returned `code`.
    init(_ code: Int32, on handle: OpaquePointer) {
        self.code = code
        let known = sqlite3_system_errno(handle)
        systemError = known == 0 && code & 0xff == SQLITE_IOERR ? Self.lastDiskError : known
        text = String(cString: sqlite3_errmsg(handle))
    }

    /// The `errno` of the file system's last failure, which SQLite does not note where it was a COMMIT that failed. Others
    /// than these may be of calls whose failure is no harm.
    private static var lastDiskError: Int32 {
        let files = sqlite3_vfs_find(nil)
        let code = files?.pointee.xGetLastError?(files, 0, nil) ?? 0
        return [EIO, ENOSPC, EDQUOT, EFBIG].contains(code) ? code : 0
    }

    /// The error that tells a person about it.
    func error(path: String, busyMilliseconds: Int) -> ArchiveError {
        // The low byte is the kind, the rest its variety.
        switch code & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy(path: path, milliseconds: busyMilliseconds)
        case SQLITE_INTERRUPT: .tookTooLong(path: path)
        case SQLITE_FULL: .full(path: path)
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT: .damaged(path: path, reason: text)
        case SQLITE_READONLY: readOnly(path: path)
        case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH, SQLITE_IOERR: system(path: path)
        default: .failed(path: path, reason: text)
        }
    }

    /// Whether a backup fails with it because of the file that is copied: nobody locks or reads the copy.
    var isOfReading: Bool {
        switch code & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CORRUPT, SQLITE_NOTADB: true
        default: [Self.readFailed, Self.shortRead, Self.readLockFailed, Self.lockFailed].contains(code)
        }
    }

    /// What happened, without the file's name.
    var reason: String {
        if code & 0xff == SQLITE_FULL || systemError == ENOSPC || systemError == EDQUOT { return "no space is left" }
        return systemError == 0 ? text : SystemReason.text(systemError)
    }

    private func readOnly(path: String) -> ArchiveError {
        switch code {
        case Self.readOnlyRollback: .unrecovered(path: path)
        case Self.readOnlyDirectory: .directoryNotWritable(directory: FilePath.directory(of: path))
        default: .notWritable(path: path)
        }
    }

    private func system(path: String) -> ArchiveError {
        switch systemError {
        case ENOSPC, EDQUOT: return .full(path: path)
        case EFBIG:
            return .inputOutput(path: path, reason: "it has the largest size that this process may write (ulimit -f)")
        case EACCES, EPERM: return .notReadable(path: path)
        // SQLite opens the file for reading where it must, so only its journal is affected.
        case EROFS: return .directoryNotWritable(directory: FilePath.directory(of: path))
        default: return .inputOutput(path: path, reason: reason)
        }
    }

    // SQLITE_READONLY_ROLLBACK, SQLITE_READONLY_DIRECTORY and four of SQLITE_IOERR: macros that Swift doesn't import.
    private static let readOnlyRollback = SQLITE_READONLY | 3 << 8
    private static let readOnlyDirectory = SQLITE_READONLY | 6 << 8
    private static let readFailed = SQLITE_IOERR | 1 << 8
    private static let shortRead = SQLITE_IOERR | 2 << 8
    private static let readLockFailed = SQLITE_IOERR | 9 << 8
    private static let lockFailed = SQLITE_IOERR | 15 << 8
}
