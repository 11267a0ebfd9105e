import Archive
import CSQLite

/// A connection to one SQLite file, for one task at a time. Its errors name the path.
final class Database {
    let path: String
    let handle: OpaquePointer
    private let busyMilliseconds: Int
    /// Prepared statements that nobody uses at the moment.
    private var idle: [String: [Statement]] = [:]

    /// Opens a file, and with `creating` makes it if it isn't there. Without, nothing is ever written into it; SQLite
    /// still rolls back what a killed writer left, where it may write the file, and makes do with reading where not.
    init(path: String, creating: Bool, busyMilliseconds: Int) throws(ArchiveError) {
        self.path = path
        self.busyMilliseconds = busyMilliseconds
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (creating ? SQLITE_OPEN_CREATE : 0)
        // Debian's SQLite takes names that begin with `file:` for URIs and `:memory:` for no file at all.
        let plain = path.hasPrefix("/") ? path : "./" + path
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(plain, &opened, flags, nil)
        guard let opened else { throw .failed(path: path, reason: "out of memory") }
        guard code == SQLITE_OK else {
            let error = SQLiteFailure(code, on: opened).error(path: path, busyMilliseconds: busyMilliseconds)
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        sqlite3_extended_result_codes(opened, 1)
        sqlite3_busy_timeout(opened, Int32(clamping: busyMilliseconds))
        if !creating { try execute("PRAGMA query_only = ON") }
    }

    deinit {
        idle.removeAll()
        sqlite3_close_v2(handle)
    }

    /// Hands the rows of a prepared statement to `row`, until it returns false; the values are its parameters, in order. The
    /// statement is kept, so that the next use need not parse the SQL again; a use inside another use of the same SQL gets a
    /// statement of its own.
    func scan(
        _ sql: String, _ values: [any Bindable] = [], _ row: (Statement) throws(ArchiveError) -> Bool
    ) throws(ArchiveError) {
        let statement = try take(sql)
        defer {
            statement.reset()
            idle[sql, default: []].append(statement)
        }
        for (index, value) in values.enumerated() { try value.bind(to: statement, at: Int32(index + 1)) }
        while try statement.step(), try row(statement) {}
    }

    /// Hands all rows to `row`.
    func rows(
        _ sql: String, _ values: [any Bindable] = [], _ row: (Statement) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        try scan(sql, values) { (statement) throws(ArchiveError) in
            try row(statement)
            return true
        }
    }

    /// What `row` makes of the first row; nil where there is none.
    func first<Result>(
        _ sql: String, _ values: [any Bindable] = [], _ row: (Statement) -> Result
    ) throws(ArchiveError) -> Result? {
        var result: Result?
        try scan(sql, values) { statement in
            result = row(statement)
            return false
        }
        return result
    }

    /// Runs a statement that has no rows, or whose rows nobody needs.
    func run(_ sql: String, _ values: any Bindable...) throws(ArchiveError) {
        try scan(sql, values) { _ in true }
    }

    /// How many rows the last insertion, change or deletion has met.
    var changedRows: Int { Int(sqlite3_changes64(handle)) }

    private func take(_ sql: String) throws(ArchiveError) -> Statement {
        if let statement = idle[sql]?.popLast() { return statement }
        return try Statement(sql, in: self)
    }

    /// Runs SQL that is needed once: pragmas, migrations. Rows are dropped.
    func execute(_ sql: String) throws(ArchiveError) {
        try check(sqlite3_exec(handle, sql, nil, nil, nil))
    }

    /// The first column of the first row, for pragmas.
    func integer(_ sql: String) throws(ArchiveError) -> Int { try first(sql) { $0.integer(0) } ?? 0 }

    /// Runs `body` under the write lock. Either all that it does is stored, or, whatever throws, none of it.
    func transaction<Result>(_ body: () throws(ArchiveError) -> Result) throws(ArchiveError) -> Result {
        try execute("BEGIN IMMEDIATE")
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            // After some errors (disk full, input/output) SQLite has rolled back by itself.
            if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
            throw error
        }
    }

    /// Runs `body`, whose reads all see the file as it is at the first of them. Nobody can commit meanwhile.
    func snapshot<Result>(_ body: () throws(ArchiveError) -> Result) throws(ArchiveError) -> Result {
        // Inside a transaction, or another snapshot, that one's does.
        guard sqlite3_get_autocommit(handle) != 0 else { return try body() }
        try execute("BEGIN")
        // Nothing was written, so that there is nothing to lose.
        defer { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
        return try body()
    }

    /// Throws unless SQLite's result code means success.
    func check(_ code: Int32) throws(ArchiveError) {
        guard code != SQLITE_OK, code != SQLITE_ROW, code != SQLITE_DONE else { return }
        throw SQLiteFailure(code, on: handle).error(path: path, busyMilliseconds: busyMilliseconds)
    }
}
