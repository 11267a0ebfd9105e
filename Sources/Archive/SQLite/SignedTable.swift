/// A table whose rows nothing refers to and each of which has a checksum of its columns: its last column, `checksum`.
struct SignedTable {
    let name: String
    /// As SQL lists them, the row's number first.
    let columns: String
    /// What tells its rows from those of other tables.
    private let tag: UInt8

    static let runs = SignedTable(
        tag: 4, "run",
        """
        id, source_id, started, finished, windows, outcome, detail, milliseconds, models, queries, retries, bytes, warnings
        """)
    static let told = SignedTable(tag: 5, "told", "rowid, source_id, target, subject, model, state, since")
    static let unitChanges = SignedTable(tag: 6, "unit_change", "id, source_id, time, user, old_unit, new_unit")
    static let all = [runs, told, unitChanges]

    private init(tag: UInt8, _ name: String, _ columns: String) {
        (self.tag, self.name, self.columns) = (tag, name, columns)
    }

    /// Begins a query of whole rows, which `isSound` can be asked about.
    var select: String { "SELECT \(columns), checksum FROM \(name)" }

    /// Whether a row of `select` is as it was written.
    func isSound(_ row: Statement) -> Bool { row.integer(row.columnCount - 1) == checksum(of: row) }

    /// Gives a row its checksum, in the transaction that has made it.
    func sign(_ id: Int, _ database: Database) throws(ArchiveError) {
        let checksum = try database.query("\(select) WHERE rowid = ?1") { (row) throws(ArchiveError) -> Int in
            try row.bind(1, id)
            return try row.step() ? self.checksum(of: row) : 0
        }
        try database.query("UPDATE \(name) SET checksum = ?2 WHERE rowid = ?1") { (statement) throws(ArchiveError) in
            try statement.bind(1, id)
            try statement.bind(2, checksum)
            _ = try statement.step()
        }
    }

    /// Signs the row that was inserted last, and returns its number.
    @discardableResult
    func signLast(_ database: Database) throws(ArchiveError) -> Int {
        let id = try database.integer("SELECT last_insert_rowid()")
        try sign(id, database)
        return id
    }

    /// The CRC-32 of the tag, and of every column its kind, a byte, and what is in it.
    private func checksum(of row: Statement) -> Int {
        var writer = ByteWriter([tag])
        for column in 0..<row.columnCount - 1 { row.write(column, to: &writer) }
        return Int(writer.bytes.withUnsafeBytes(CRC32.checksum))
    }
}
