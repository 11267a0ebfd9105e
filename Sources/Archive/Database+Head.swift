import CSQLite

extension Database {
    /// Hands the file's first bytes to `body` as they are now, without a lock; a file that is shorter is padded with zeros.
    ///
    /// They come through SQLite's own descriptor: closing one of ours would drop every lock that this process has on the
    /// file (the rule of POSIX locks).
    func withHead<Result>(length: Int, _ body: (UnsafeRawBufferPointer) -> Result) throws(ArchiveError) -> Result {
        var file: UnsafeMutablePointer<sqlite3_file>?
        try check(sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file))
        guard let file, let read = file.pointee.pMethods?.pointee.xRead else {
            throw .failed(path: path, reason: "SQLite does not show its file")
        }
        var bytes = [UInt8](repeating: 0, count: length)
        let code = read(file, &bytes, Int32(length), 0)
        if code != Self.shortRead { try check(code) }
        return bytes.withUnsafeBytes(body)
    }

    /// SQLITE_IOERR_SHORT_READ, a macro that Swift doesn't import.
    private static let shortRead = SQLITE_IOERR | 2 << 8
}
