import Archive
import CSQLite

extension Database {
    /// Hands the file's first bytes to `body` as they are now, without a lock; a file that is shorter is padded with zeros.
    ///
    /// They come through SQLite's own descriptor: closing one of ours would drop every lock that this process has on the
    /// file (the rule of POSIX locks).
    func withHead<Result>(length: Int, _ body: (UnsafeRawBufferPointer) -> Result) throws(ArchiveError) -> Result {
        let file = try file
        guard let read = file.pointee.pMethods?.pointee.xRead else { throw hiddenFile }
        var bytes = [UInt8](repeating: 0, count: length)
        let code = read(file, &bytes, Int32(length), 0)
        if code != Self.shortRead { try check(code) }
        return bytes.withUnsafeBytes(body)
    }

    /// The length of the file, in bytes.
    var fileBytes: Int {
        get throws(ArchiveError) {
            let file = try file
            guard let size = file.pointee.pMethods?.pointee.xFileSize else { throw hiddenFile }
            var bytes: sqlite3_int64 = 0
            try check(size(file, &bytes))
            return Int(bytes)
        }
    }

    private var file: UnsafeMutablePointer<sqlite3_file> {
        get throws(ArchiveError) {
            var file: UnsafeMutablePointer<sqlite3_file>?
            try check(sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file))
            guard let file else { throw hiddenFile }
            return file
        }
    }

    private var hiddenFile: ArchiveError { .failed(path: path, reason: "SQLite does not show its file") }

    /// Whether another program has put the file into WAL mode; an archive has a rollback journal.
    var isInWALMode: Bool {
        get throws(ArchiveError) { try withHead(length: 20) { $0[18] == 2 || $0[19] == 2 } }
    }

    /// SQLITE_IOERR_SHORT_READ, a macro that Swift doesn't import.
    private static let shortRead = SQLITE_IOERR | 2 << 8
}
