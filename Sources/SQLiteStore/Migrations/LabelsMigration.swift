import Archive
import Latency

/// The migration that makes a series a model and the values of labels, of which no series had any before.
enum LabelsMigration {
    /// Fills `series` from the table that it was before. Checksums stay as they are: without labels nothing is signed anew.
    ///
    /// Of rows to which damage has given one name only one can have it: a sound one. The others get labels that no series
    /// has, so that they stay unreadable, and are told. A row of a source that there is not is left out, and missed.
    static func run(in database: Database) throws(ArchiveError) {
        let rows = try rows(of: database)
        for id in rows.filter(\.isSound).map(\.id) + rows.filter({ !$0.isSound }).map(\.id) {
            let labels = try isTaken(id, database) ? [0xFF] + Array("\(id)".utf8) : []
            try database.run(
                """
                INSERT INTO series(id, source_id, model, labels, checksum)
                SELECT id, source_id, model, ?2, checksum FROM series_without_labels
                WHERE id = ?1 AND source_id IN (SELECT id FROM source)
                """, id, labels)
        }
        try database.execute("DROP TABLE series_without_labels")
    }

    /// Whether another row has its name.
    private static func isTaken(_ id: Int, _ database: Database) throws(ArchiveError) -> Bool {
        let sql = """
            SELECT 1 FROM series_without_labels AS old JOIN series AS new
            ON new.source_id = old.source_id AND new.model = old.model AND new.labels = x'' WHERE old.id = ?1
            """
        return try database.first(sql, [id]) { _ in true } ?? false
    }

    private static func rows(of database: Database) throws(ArchiveError) -> [(id: Int, isSound: Bool)] {
        var rows: [(id: Int, isSound: Bool)] = []
        let sql = "SELECT id, source_id, model, checksum FROM series_without_labels NOT INDEXED"
        try database.rows(sql) { row in
            let stored = StoredSeries(
                id: row.integer(0), source: row.integer(1), model: row.validText(2).map { Name($0) }, labels: [],
                checksum: row.integer(3))
            rows.append((stored.id, stored.isSound))
        }
        return rows
    }
}
