import CSQLite
import Glibc

/// A result code of SQLite, with what the connection and the operating system say about it.
struct SQLiteFailure {
    private let code: Int32
    private let text: String
    /// The `errno` of the system call that failed, else 0.
    private let systemError: Int32

    /// Reads the details of the call that has just returned `code`.
    init(_ code: Int32, on handle: OpaquePointer) {
        self.code = code
        text = String(cString: sqlite3_errmsg(handle))
        systemError = sqlite3_system_errno(handle)
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
        case EACCES, EPERM: return .notReadable(path: path)
        // SQLite opens the file for reading where it must, so only its journal is affected.
        case EROFS: return .directoryNotWritable(directory: FilePath.directory(of: path))
        default:
            let reason = systemError == 0 ? text : String(cString: strerror(systemError)).lowercased()
            return .inputOutput(path: path, reason: reason)
        }
    }

    // SQLITE_READONLY_ROLLBACK and SQLITE_READONLY_DIRECTORY: macros that Swift doesn't import.
    private static let readOnlyRollback = SQLITE_READONLY | 3 << 8
    private static let readOnlyDirectory = SQLITE_READONLY | 6 << 8
}
