import Archive
import CSQLite
import Latency

/// A prepared statement. Parameters count from 1, columns from 0, as in SQLite.
final class Statement {
    private let handle: OpaquePointer
    /// The connection keeps its statements, so it outlives them.
    private unowned let database: Database

    init(_ sql: String, in database: Database) throws(ArchiveError) {
        var prepared: OpaquePointer?
        try database.check(
            sqlite3_prepare_v3(database.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil))
        guard let prepared else { throw .failed(path: database.path, reason: "empty statement") }
        handle = prepared
        self.database = database
    }

    deinit { sqlite3_finalize(handle) }

    /// Ends the run and forgets the parameters.
    func reset() {
        // It reports the run's error once more, which `step` has already thrown.
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// Goes to the next row; false after the last.
    func step() throws(ArchiveError) -> Bool {
        let code = sqlite3_step(handle)
        try database.check(code)
        return code == SQLITE_ROW
    }

    // MARK: Parameters

    func bind(_ parameter: Int32, _ value: Int) throws(ArchiveError) {
        try database.check(sqlite3_bind_int64(handle, parameter, Int64(value)))
    }

    func bind(_ parameter: Int32, _ value: String) throws(ArchiveError) {
        // The length is given, since a model name may hold a zero byte.
        let code = value.withCString {
            sqlite3_bind_text64(
                handle, parameter, $0, UInt64(value.utf8.count), Self.copied, UInt8(SQLITE_UTF8))
        }
        try database.check(code)
    }

    func bind(_ parameter: Int32, _ value: [UInt8]) throws(ArchiveError) {
        let code = value.withUnsafeBytes {
            // Without an address SQLite would store NULL for an empty array.
            $0.isEmpty
                ? sqlite3_bind_zeroblob(handle, parameter, 0)
                : sqlite3_bind_blob64(handle, parameter, $0.baseAddress, UInt64($0.count), Self.copied)
        }
        try database.check(code)
    }

    // MARK: Columns

    func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }

    /// Nil for NULL.
    func optionalInteger(_ column: Int32) -> Int? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : integer(column)
    }

    func text(_ column: Int32) -> String { optionalText(column) ?? "" }

    func name(_ column: Int32) -> Name { Name(text(column)) }

    /// Nil for NULL.
    func optionalName(_ column: Int32) -> Name? { optionalText(column).map { Name($0) } }

    /// Nil for NULL.
    func optionalText(_ column: Int32) -> String? {
        guard let start = sqlite3_column_text(handle, column) else { return nil }
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Nil for NULL, and for bytes that are no UTF-8.
    func validText(_ column: Int32) -> String? {
        guard let start = sqlite3_column_text(handle, column) else { return nil }
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
        return String(validating: bytes, as: UTF8.self)
    }

    /// A blob in place: the bytes are gone after the next `step`.
    func withBlob<Result, Failure: Error>(
        _ column: Int32, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let start = sqlite3_column_blob(handle, column)
        return try body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    /// A copy of a blob; none for NULL.
    func bytes(_ column: Int32) -> [UInt8] { withBlob(column) { [UInt8]($0) } }

    /// SQLITE_TRANSIENT: SQLite takes a copy. Swift doesn't see the macro, which casts -1 to a function pointer.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
