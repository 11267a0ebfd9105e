import Archive
import Latency

/// The migration that has checksums cover what they belong to.
///
/// A body whose checksum was wrong before stays as it is, and wrong. Until then damage of keys, names and bounds could not
/// be told: they are taken for right.
enum ChecksumsOfPlaces {
    static func add(to database: Database) throws(ArchiveError) {
        let sourceOfSeries = try signSeries(database)
        try signLayouts(database)
        try signSources(database)
        for table in [Place.Table.hot, .chunk] {
            try forEachBody(of: table, database) { (_, body) throws(ArchiveError) in
                EarlierBody.isSound(body) ? body : nil
            }
        }
        try forEachBody(of: .coverage, database) { (key, body) throws(ArchiveError) in
            let day = DayKey.day(ofCoverage: key)
            let series = try seriesWithChunk(on: day, database).filter {
                sourceOfSeries[$0] == key >> DayKey.sourceShift
            }
            return EarlierBody.coverage(body, series: series)
        }
    }

    /// Stores what `change` makes of the bodies of a table with the marks of their places; where that is nil, nothing.
    private static func forEachBody(
        of table: Place.Table, _ database: Database,
        _ change: (_ key: Int, [UInt8]) throws(ArchiveError) -> [UInt8]?
    ) throws(ArchiveError) {
        var next = Int.min
        while true {
            let rows = try bodies(of: table, from: next, database)
            for (key, body) in rows {
                guard let changed = try change(key, body) else { continue }
                try database.run(
                    "UPDATE \(table.name) SET body = ?2 WHERE key = ?1", key,
                    Place(table: table, key: key).marked(changed))
            }
            guard let last = rows.last?.key, last < .max else { return }
            next = last + 1
        }
    }

    /// Some rows from a key on, in order; none that is out of order.
    private static func bodies(
        of table: Place.Table, from first: Int, _ database: Database
    ) throws(ArchiveError) -> [(key: Int, body: [UInt8])] {
        var rows: [(key: Int, body: [UInt8])] = []
        try database.rows("SELECT key, body FROM \(table.name) WHERE key >= ?1 ORDER BY key LIMIT 200", [first]) {
            row in
            let key = row.integer(0)
            guard key >= first, rows.last.map({ $0.key < key }) ?? true else { return }
            rows.append((key, row.withBlob(1) { [UInt8]($0) }))
        }
        return rows
    }

    private static func seriesWithChunk(on day: UTCDay, _ database: Database) throws(ArchiveError) -> [Int] {
        guard let keys = DayKey.chunks(day...day) else { return [] }
        var series: [Int] = []
        try database.rows(
            "SELECT key FROM chunk WHERE key BETWEEN ?1 AND ?2 ORDER BY key", [keys.lowerBound, keys.upperBound]
        ) { series.append(DayKey.series(ofChunk: $0.integer(0))) }
        return series
    }

    // MARK: The catalogue

    /// Returns the source of every series.
    private static func signSeries(_ database: Database) throws(ArchiveError) -> [Int: Int] {
        var checksums: [(id: Int, checksum: Int)] = []
        var sources: [Int: Int] = [:]
        try database.rows("SELECT id, source_id, model FROM series NOT INDEXED") { row in
            let (id, source) = (row.integer(0), row.integer(1))
            sources[id] = source
            checksums.append((id, CatalogueChecksum.series(id, source: source, model: row.name(2))))
        }
        try sign("series", checksums, database)
        return sources
    }

    private static func signLayouts(_ database: Database) throws(ArchiveError) {
        var checksums: [(id: Int, checksum: Int)] = []
        try database.rows("SELECT id, bounds FROM layout NOT INDEXED") { row in
            let id = row.integer(0)
            checksums.append((id, row.withBlob(1) { CatalogueChecksum.layout(id, bounds: $0) }))
        }
        try sign("layout", checksums, database)
    }

    private static func signSources(_ database: Database) throws(ArchiveError) {
        var checksums: [(id: Int, checksum: Int)] = []
        try database.rows("SELECT id, name, metric, url, selector, model_label, unit FROM source NOT INDEXED") { row in
            let texts = (1...6).map { row.text($0) }
            checksums.append((row.integer(0), CatalogueChecksum.source(row.integer(0), texts)))
        }
        try sign("source", checksums, database)
    }

    private static func sign(
        _ table: String, _ checksums: [(id: Int, checksum: Int)], _ database: Database
    ) throws(ArchiveError) {
        for (id, checksum) in checksums {
            try database.run("UPDATE \(table) SET checksum = ?2 WHERE id = ?1", id, checksum)
        }
    }
}
