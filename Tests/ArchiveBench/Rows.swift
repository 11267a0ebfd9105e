import CSQLite
import Latency

/// What such programs commonly store: rows of p50, p95 and p99, one per model and window, found by an index.
struct Rows: ~Copyable {
    private var database: OpaquePointer?
    private var insertion: OpaquePointer?

    init(at path: String) {
        check(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil))
    }

    deinit {
        sqlite3_finalize(insertion)
        sqlite3_close_v2(database)
    }

    func execute(_ sql: String) { check(sqlite3_exec(database, sql, nil, nil, nil)) }

    mutating func create() {
        execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        execute(
            """
            CREATE TABLE metric(
                id INTEGER PRIMARY KEY, model TEXT NOT NULL, p50 REAL, p95 REAL, p99 REAL, collected_at TEXT NOT NULL);
            CREATE INDEX metric_by_model ON metric(model, collected_at)
            """)
        let sql =
            "INSERT INTO metric(model, p50, p95, p99, collected_at) VALUES(?1, ?2, ?3, ?4, datetime(?5, 'unixepoch'))"
        check(sqlite3_prepare_v2(database, sql, -1, &insertion, nil))
    }

    func insert(_ model: Name, _ percentiles: [Double], at time: Int) {
        check(sqlite3_bind_text(insertion, 1, model.text, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self)))
        for (index, value) in percentiles.enumerated() {
            check(sqlite3_bind_double(insertion, Int32(index + 2), value))
        }
        check(sqlite3_bind_int64(insertion, 5, Int64(time)))
        check(sqlite3_step(insertion))
        check(sqlite3_reset(insertion))
    }

    /// All columns of all rows, as numbers.
    func numbers(_ sql: String) -> [[Double]] {
        var statement: OpaquePointer?
        check(sqlite3_prepare_v2(database, sql, -1, &statement, nil))
        defer { sqlite3_finalize(statement) }
        var rows: [[Double]] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            rows.append((0..<sqlite3_column_count(statement)).map { sqlite3_column_double(statement, $0) })
        }
        return rows
    }

    private func check(_ code: Int32) {
        guard code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE else {
            fatalError("SQLite: \(String(cString: sqlite3_errmsg(database)))")
        }
    }
}
