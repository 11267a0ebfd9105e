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
            try forEachBody(of: table, database) { (_, body) throws(ArchiveError) in isSound(body) ? body : nil }
        }
        try forEachBody(of: .coverage, database) { (key, body) throws(ArchiveError) in
            guard isSound(body), body.count == oldCoverageLength, body[0] == 1 else { return nil }
            // The old form ends where the series of the new one begin.
            var writer = ByteWriter([Coverage.version] + body[1..<body.count - ByteWriter.checksumLength])
            writer.checksum()
            guard var coverage = try? writer.bytes.withUnsafeBytes({ try Coverage($0) }) else { return nil }
            let day = DayKey.day(ofCoverage: key)
            for series in try seriesWithChunk(on: day, database)
            where sourceOfSeries[series] == key >> DayKey.sourceShift { coverage.insert(series: series) }
            return coverage.encoded
        }
    }

    private static let oldCoverageLength = 2 + UTCDay.windows / 8 + ByteWriter.checksumLength

    /// Whether the checksum is that of the bytes before it.
    private static func isSound(_ body: [UInt8]) -> Bool {
        guard let version = body.first else { return false }
        return body.withUnsafeBytes { (try? ByteReader(checked: $0, version: version, mark: 0)) != nil }
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
                try database.query("UPDATE \(table.name) SET body = ?2 WHERE key = ?1") {
                    (statement) throws(ArchiveError) in
                    try statement.bind(1, key)
                    try statement.bind(2, Place(table: table, key: key).marked(changed))
                    _ = try statement.step()
                }
            }
            guard let last = rows.last?.key, last < .max else { return }
            next = last + 1
        }
    }

    /// Some rows from a key on, in order; none after one out of order.
    private static func bodies(
        of table: Place.Table, from key: Int, _ database: Database
    ) throws(ArchiveError) -> [(key: Int, body: [UInt8])] {
        try database.query("SELECT key, body FROM \(table.name) WHERE key >= ?1 ORDER BY key LIMIT 200") {
            (statement) throws(ArchiveError) in
            try statement.bind(1, key)
            var order = RowOrder(key ... .max)
            var rows: [(key: Int, body: [UInt8])] = []
            while try statement.step() {
                guard order.accepts(statement.integer(0)) else { continue }
                rows.append((statement.integer(0), statement.withBlob(1) { [UInt8]($0) }))
            }
            return rows
        }
    }

    private static func seriesWithChunk(on day: UTCDay, _ database: Database) throws(ArchiveError) -> [Int] {
        let keys = DayKey.chunks(day)
        return try database.query("SELECT key FROM chunk WHERE key BETWEEN ?1 AND ?2 ORDER BY key") {
            (statement) throws(ArchiveError) in
            try statement.bind(1, keys.lowerBound)
            try statement.bind(2, keys.upperBound)
            var series: [Int] = []
            while try statement.step() { series.append(DayKey.series(ofChunk: statement.integer(0))) }
            return series
        }
    }

    // MARK: The catalogue

    /// Returns the source of every series.
    private static func signSeries(_ database: Database) throws(ArchiveError) -> [Int: Int] {
        var checksums: [(id: Int, checksum: Int)] = []
        var sources: [Int: Int] = [:]
        try database.query("SELECT id, source_id, model FROM series NOT INDEXED") { (statement) throws(ArchiveError) in
            while try statement.step() {
                let (id, source) = (statement.integer(0), statement.integer(1))
                sources[id] = source
                checksums.append((id, CatalogueChecksum.series(id, source: source, model: statement.name(2))))
            }
        }
        for (id, checksum) in checksums { try Catalogue.sign("series", id, checksum, database) }
        return sources
    }

    private static func signLayouts(_ database: Database) throws(ArchiveError) {
        var checksums: [(id: Int, checksum: Int)] = []
        try database.query("SELECT id, bounds FROM layout NOT INDEXED") { (statement) throws(ArchiveError) in
            while try statement.step() {
                let id = statement.integer(0)
                checksums.append((id, statement.withBlob(1) { CatalogueChecksum.layout(id, bounds: $0) }))
            }
        }
        for (id, checksum) in checksums { try Catalogue.sign("layout", id, checksum, database) }
    }

    private static func signSources(_ database: Database) throws(ArchiveError) {
        var checksums: [(id: Int, checksum: Int)] = []
        let sql = "SELECT id, name, metric, url, selector, model_label, unit FROM source NOT INDEXED"
        try database.query(sql) { (statement) throws(ArchiveError) in
            while try statement.step() {
                let texts = (1...6).map { statement.text($0) }
                checksums.append((statement.integer(0), CatalogueChecksum.source(statement.integer(0), texts)))
            }
        }
        for (id, checksum) in checksums { try Catalogue.sign("source", id, checksum, database) }
    }
}
