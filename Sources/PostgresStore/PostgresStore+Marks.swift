import Archive
import Latency

/// Records of no source.
extension PostgresStore {
    private static let markColumns = "id, at, text, model, kind, created_at, created_by, key, checksum"

    package func marks(_ body: (StoredMark) -> Void) throws(ArchiveError) {
        let rows = try ask("SELECT \(Self.markColumns) FROM metricsctl.mark")
        for row in 0..<rows.count { body(StoredMark(in: rows, row)) }
    }

    package func mark(_ key: String) throws(ArchiveError) -> StoredMark? {
        let rows = try ask("SELECT \(Self.markColumns) FROM metricsctl.mark WHERE key = $1", .text(key))
        return rows.count > 0 ? StoredMark(in: rows, 0) : nil
    }

    package func add(_ mark: StoredMark) throws(ArchiveError) {
        note(mark.id, in: .mark)
        try run(
            "INSERT INTO metricsctl.mark(\(Self.markColumns)) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            .integer(mark.id), .integer(mark.at), .text(mark.text), .text(mark.model?.text), .text(mark.kind),
            .integer(mark.createdAt), .text(mark.createdBy), .text(mark.key), .integer(mark.checksum))
    }

    package func removeMark(_ id: Int) throws(ArchiveError) -> Bool {
        current?.numbers[.mark] = nil
        return try ask("DELETE FROM metricsctl.mark WHERE id = $1", .integer(id)).changed > 0
    }

    private static let exclusionColumns = "id, starts, ends, models, reason, created_at, created_by, key, checksum"

    package func exclusions(_ body: (StoredExclusion) -> Void) throws(ArchiveError) {
        let rows = try ask("SELECT \(Self.exclusionColumns) FROM metricsctl.exclusion")
        for row in 0..<rows.count { body(StoredExclusion(in: rows, row)) }
    }

    package func exclusion(_ key: String) throws(ArchiveError) -> Int? {
        try ask("SELECT id FROM metricsctl.exclusion WHERE key = $1", .text(key)).first(0)
    }

    package func add(_ exclusion: StoredExclusion) throws(ArchiveError) {
        note(exclusion.id, in: .exclusion)
        try run(
            "INSERT INTO metricsctl.exclusion(\(Self.exclusionColumns)) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            .integer(exclusion.id), .integer(exclusion.start), .integer(exclusion.end), .text(exclusion.models),
            .text(exclusion.reason), .integer(exclusion.createdAt), .text(exclusion.createdBy), .text(exclusion.key),
            .integer(exclusion.checksum))
    }

    package func removeExclusion(_ id: Int) throws(ArchiveError) -> Bool {
        current?.numbers[.exclusion] = nil
        return try ask("DELETE FROM metricsctl.exclusion WHERE id = $1", .integer(id)).changed > 0
    }

    // MARK: Which there should be

    package func recordInventory() throws(ArchiveError) -> [UInt8]? {
        let rows = try ask("SELECT body FROM metricsctl.inventory WHERE source = \(Schema.allSources)")
        return rows.count > 0 ? [UInt8](rows.bytes(0, 0)) : nil
    }

    package func putRecordInventory(_ body: [UInt8]) throws(ArchiveError) {
        try putInventory(body, of: Schema.allSources)
    }
}

extension StoredMark {
    /// Of a row of `markColumns`.
    fileprivate init(in rows: Rows, _ row: Int) {
        self.init(
            id: rows.integer(row, 0), at: rows.integer(row, 1), text: rows.text(row, 2),
            model: rows.optionalText(row, 3).map { Name($0) }, kind: rows.text(row, 4),
            createdAt: rows.integer(row, 5), createdBy: rows.text(row, 6), key: rows.text(row, 7),
            checksum: rows.integer(row, 8))
    }
}

extension StoredExclusion {
    /// Of a row of `exclusionColumns`.
    fileprivate init(in rows: Rows, _ row: Int) {
        self.init(
            id: rows.integer(row, 0), start: rows.integer(row, 1), end: rows.integer(row, 2),
            models: rows.text(row, 3), reason: rows.text(row, 4), createdAt: rows.integer(row, 5),
            createdBy: rows.text(row, 6), key: rows.text(row, 7), checksum: rows.integer(row, 8))
    }
}
