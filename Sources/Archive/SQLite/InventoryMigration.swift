import Latency

/// The migration that writes down which rows each source has, and signs the rows that nothing refers to.
///
/// What is gone by then is not missed, and what is damaged is taken for right where nothing told.
enum InventoryMigration {
    static func add(to database: Database) throws(ArchiveError) {
        for table in SignedTable.all {
            for id in try numbers("SELECT rowid FROM \(table.name) NOT INDEXED", database) {
                try table.sign(id, database)
            }
        }
        for source in try numbers("SELECT id FROM source NOT INDEXED", database) {
            let place = Place(table: .inventory, key: source)
            try database.query("INSERT INTO inventory(key, body) VALUES(?1, ?2)") { (statement) throws(ArchiveError) in
                try statement.bind(1, source)
                try statement.bind(2, place.marked(try inventory(of: source, database).encoded))
                _ = try statement.step()
            }
        }
    }

    private static func inventory(of source: Int, _ database: Database) throws(ArchiveError) -> Inventory {
        var inventory = Inventory()
        func keys(_ table: String) throws(ArchiveError) -> NumberSet {
            let sql = "SELECT key & \(HotKey.last) FROM \(table) WHERE key >> \(DayKey.sourceShift) = \(source)"
            return NumberSet(try numbers(sql, database))
        }
        func ids(_ table: String) throws(ArchiveError) -> NumberSet {
            NumberSet(try numbers("SELECT id FROM \(table) NOT INDEXED WHERE source_id = \(source)", database))
        }
        (inventory.windows, inventory.days) = (try keys("hot"), try keys("coverage"))
        (inventory.series, inventory.unitChanges) = (try ids("series"), try ids("unit_change"))
        let run = "SELECT COALESCE(MAX(id), 0) FROM run NOT INDEXED WHERE source_id = \(source)"
        inventory.lastRun = try database.integer(run)
        inventory.lastSuccess = try database.integer(run + " AND outcome = 'success'")
        return inventory
    }

    private static func numbers(_ sql: String, _ database: Database) throws(ArchiveError) -> [Int] {
        try database.query(sql) { (statement) throws(ArchiveError) in
            var numbers: [Int] = []
            while try statement.step() { numbers.append(statement.integer(0)) }
            return numbers
        }
    }
}
