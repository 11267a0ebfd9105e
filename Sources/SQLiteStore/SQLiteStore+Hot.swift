import Archive
import Latency

/// Hot windows, and what tables of bodies have in common.
extension SQLiteStore {
    package func hot(
        of source: Int, in windows: ClosedRange<Window>, series: [Range<Int>]?, newestFirst: Bool,
        _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Bool
    ) throws(ArchiveError) {
        guard let keys = HotKey.range(source: source, windows: windows) else { return }
        let order = newestFirst ? "DESC" : "ASC"
        try bodies(
            .hot, "SELECT key, body FROM hot WHERE key BETWEEN ?1 AND ?2 ORDER BY key \(order)", keys.lowerBound,
            keys.upperBound, body)
    }

    package func hotWindows(
        of source: Int, in windows: ClosedRange<Window>, newestFirst: Bool, limit: Int?
    ) throws(ArchiveError) -> [Window] {
        guard let keys = HotKey.range(source: source, windows: windows) else { return [] }
        let order = newestFirst ? "DESC" : "ASC"
        var found: [Window] = []
        // A negative limit is none.
        try database.rows(
            "SELECT key FROM hot WHERE key BETWEEN ?1 AND ?2 ORDER BY key \(order) LIMIT ?3",
            [keys.lowerBound, keys.upperBound, limit ?? -1]
        ) { found.append(HotKey.window(of: $0.integer(0))) }
        return found
    }

    package func putHot(_ rows: [(window: Window, body: [UInt8])], of source: Int) throws(ArchiveError) {
        for (window, body) in rows {
            guard let key = HotKey.key(source: source, window: window) else {
                throw .windowOutOfRange(windowEnd: window.end)
            }
            try put(.hot, key, body)
        }
    }

    package func deleteHot(of source: Int, in windows: ClosedRange<Window>) throws(ArchiveError) {
        guard let keys = HotKey.range(source: source, windows: windows) else { return }
        try database.run("DELETE FROM hot WHERE key BETWEEN ?1 AND ?2", keys.lowerBound, keys.upperBound)
    }

    package func places(in table: Place.Table, _ body: (Place) -> Void) throws(ArchiveError) {
        try database.rows("SELECT key FROM \(table.inFile)") { body(Place(table: table, key: $0.integer(0))) }
    }

    // MARK: Any table of bodies

    /// Hands the rows of a query, keys and bodies, to `body`, until it returns false.
    func bodies(
        _ table: Place.Table, _ sql: String, _ first: Int, _ second: Int,
        _ body: (Place, UnsafeRawBufferPointer) throws(ArchiveError) -> Bool
    ) throws(ArchiveError) {
        try database.scan(sql, [first, second]) { (row) throws(ArchiveError) in
            let place = Place(table: table, key: row.integer(0))
            return try row.withBlob(1) { (bytes) throws(ArchiveError) in try body(place, bytes) }
        }
    }

    func put(_ table: Place.Table, _ key: Int, _ body: [UInt8]) throws(ArchiveError) {
        try database.run(
            """
            INSERT INTO \(table.inFile)(key, body) VALUES(?1, ?2)
            ON CONFLICT(key) DO UPDATE SET body = excluded.body
            """, key, body)
    }
}

extension Place.Table {
    /// What the file calls it: until its eleventh version coverages were in `coverage`, see `Schema.migrations`.
    var inFile: String { self == .coverage ? "sealed_day" : name }
}
