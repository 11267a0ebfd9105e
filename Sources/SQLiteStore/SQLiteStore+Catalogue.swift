import Archive
import Latency

/// Tables are read whole and without their indexes, which are under no checksum.
extension SQLiteStore {
    private static let sourceColumns =
        """
        id, name, metric, url, selector, model_label, unit, measure, kind, labels, class_label, unit_origin, disagreement, \
        checksum
        """
    private static let allSources = "SELECT \(sourceColumns) FROM source NOT INDEXED"

    package func sources() throws(ArchiveError) -> [StoredSource] {
        var sources: [StoredSource] = []
        try database.rows(Self.allSources) { sources.append(StoredSource(in: $0)) }
        return sources
    }

    package func source(_ id: SourceID) throws(ArchiveError) -> StoredSource? {
        try database.first(Self.allSources + " WHERE name = ?1 AND metric = ?2", [id.name, id.metric]) {
            StoredSource(in: $0)
        }
    }

    package func nextNumber(in table: NumberedTable) throws(ArchiveError) -> Int {
        try database.integer("SELECT COALESCE(MAX(rowid), 0) + 1 FROM \(table.rawValue)")
    }

    package func add(_ source: StoredSource) throws(ArchiveError) {
        try database.run(
            """
            INSERT INTO source(\(Self.sourceColumns))
            VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """, source.id, source.name, source.metric, source.url, source.selector, source.modelLabel, source.unit,
            source.measure, source.kind, source.labels, source.classLabel, source.unitOrigin, source.disagreement,
            source.checksum)
    }

    package func update(_ source: StoredSource) throws(ArchiveError) {
        try database.run(
            """
            UPDATE source SET url = ?2, selector = ?3, model_label = ?4, unit = ?5, measure = ?6, kind = ?7, labels = ?8,
            class_label = ?9, unit_origin = ?10, disagreement = ?11, checksum = ?12 WHERE id = ?1
            """, source.id, source.url, source.selector, source.modelLabel, source.unit, source.measure, source.kind,
            source.labels, source.classLabel, source.unitOrigin, source.disagreement, source.checksum)
    }

    package func removeSource(_ id: Int) throws(ArchiveError) {
        try deleteHot(of: id, in: Window(index: 0)...Window(index: HotKey.last))
        let coverages = DayKey.coverages(source: id)
        try database.run(
            "DELETE FROM sealed_day WHERE key BETWEEN ?1 AND ?2", coverages.lowerBound, coverages.upperBound)
        try deleteChunks(of: id, series: nil, in: nil)
        for table in try tablesOfSources() { try database.run("DELETE FROM \(table) WHERE source_id = ?1", id) }
        try database.run("DELETE FROM inventory WHERE key = ?1", id)
        try database.run("DELETE FROM source WHERE id = ?1", id)
    }

    /// Those with a column that says which source a row is of. Their names are the schema's.
    private func tablesOfSources() throws(ArchiveError) -> [String] {
        var names: [String] = []
        try database.rows(
            """
            SELECT t.name FROM sqlite_master t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND c.name = 'source_id'
            """
        ) { names.append($0.text(0)) }
        return names
    }

    // MARK: Series and layouts

    package func series(_ body: (StoredSeries) -> Void) throws(ArchiveError) {
        try database.rows("SELECT id, source_id, model, labels, checksum FROM series NOT INDEXED") { row in
            body(
                StoredSeries(
                    id: row.integer(0), source: row.integer(1), model: row.validText(2).map { Name($0) },
                    labels: row.bytes(3), checksum: row.integer(4)))
        }
    }

    package func series(of model: Name, labels: [UInt8], source: Int) throws(ArchiveError) -> Int? {
        let sql = "SELECT id FROM series WHERE source_id = ?1 AND model = ?2 AND labels = ?3"
        return try database.first(sql, [source, model, labels]) { $0.integer(0) }
    }

    package func add(_ series: [StoredSeries]) throws(ArchiveError) {
        let sql = "INSERT INTO series(id, source_id, model, labels, checksum) VALUES(?1, ?2, ?3, ?4, ?5)"
        for row in series { try database.run(sql, row.id, row.source, row.model, row.labels, row.checksum) }
    }

    package func removeSeries(_ id: Int, of source: Int) throws(ArchiveError) {
        try database.run("DELETE FROM series WHERE id = ?1 AND source_id = ?2", id, source)
    }

    package func layouts(
        _ body: (_ id: Int, _ bounds: UnsafeRawBufferPointer, _ checksum: Int) -> Void
    ) throws(ArchiveError) {
        try database.rows("SELECT id, bounds, checksum FROM layout NOT INDEXED") { row in
            row.withBlob(1) { body(row.integer(0), $0, row.integer(2)) }
        }
    }

    package func layout(_ bounds: [UInt8]) throws(ArchiveError) -> Int? {
        try database.first("SELECT id FROM layout WHERE bounds = ?1", [bounds]) { $0.integer(0) }
    }

    package func addLayout(_ id: Int, _ bounds: [UInt8], checksum: Int) throws(ArchiveError) {
        try database.run("INSERT INTO layout(id, bounds, checksum) VALUES(?1, ?2, ?3)", id, bounds, checksum)
    }
}

extension StoredSource {
    /// Of a row of `sourceColumns`.
    fileprivate init(in row: Statement) {
        self.init(
            id: row.integer(0), name: row.name(1), metric: row.name(2), url: row.text(3), selector: row.name(4),
            modelLabel: row.name(5), unit: row.text(6), measure: row.optionalName(7), kind: row.text(8),
            labels: row.bytes(9), classLabel: row.optionalName(10), unitOrigin: row.optionalText(11),
            disagreement: row.optionalText(12), checksum: row.integer(13))
    }
}
