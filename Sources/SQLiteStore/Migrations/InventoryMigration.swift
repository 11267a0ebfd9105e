import Archive
import Latency

/// The migration that writes down which rows each source has, and signs the rows that nothing refers to.
///
/// What is gone by then is not missed, and what is damaged is taken for right where nothing told.
enum InventoryMigration {
    static func add(to database: Database) throws(ArchiveError) {
        try sign("run", SQLiteStore.runColumns, database) { row in StoredRun(in: row).signed.checksum }
        try sign("told", SQLiteStore.toldColumns, database) { row in StoredTold(in: row).signed.checksum }
        try sign("unit_change", SQLiteStore.unitChangeColumns, database) { row in
            StoredUnitChange(in: row).signed.checksum
        }
        for source in try numbers("SELECT id FROM source NOT INDEXED", database) {
            let body = try inventory(of: source, database)
            try database.run(
                "INSERT INTO inventory(key, body) VALUES(?1, ?2)", source,
                Place(table: .inventory, key: source).marked(body))
        }
    }

    private static func sign(
        _ table: String, _ columns: String, _ database: Database, _ checksum: (Statement) -> Int
    ) throws(ArchiveError) {
        var checksums: [(id: Int, checksum: Int)] = []
        try database.rows("SELECT \(columns), checksum FROM \(table) NOT INDEXED") { row in
            checksums.append((row.integer(0), checksum(row)))
        }
        for (id, checksum) in checksums {
            try database.run("UPDATE \(table) SET checksum = ?2 WHERE rowid = ?1", id, checksum)
        }
    }

    private static func inventory(of source: Int, _ database: Database) throws(ArchiveError) -> [UInt8] {
        func keys(_ table: String) throws(ArchiveError) -> [Int] {
            try numbers(
                "SELECT key & \(HotKey.last) FROM \(table) WHERE key >> \(DayKey.sourceShift) = \(source)", database)
        }
        func ids(_ table: String) throws(ArchiveError) -> [Int] {
            try numbers("SELECT id FROM \(table) NOT INDEXED WHERE source_id = \(source)", database)
        }
        let run = "SELECT COALESCE(MAX(id), 0) FROM run NOT INDEXED WHERE source_id = \(source)"
        return Inventory.body(
            windows: try keys("hot"), days: try keys("coverage"), series: try ids("series"),
            unitChanges: try ids("unit_change"), lastRun: try database.integer(run),
            lastSuccess: try database.integer(run + " AND outcome = 'success'"))
    }

    private static func numbers(_ sql: String, _ database: Database) throws(ArchiveError) -> [Int] {
        var numbers: [Int] = []
        try database.rows(sql) { numbers.append($0.integer(0)) }
        return numbers
    }
}
