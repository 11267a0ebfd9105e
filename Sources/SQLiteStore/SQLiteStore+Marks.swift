import Archive
import Latency

/// Records of no source.
extension SQLiteStore {
    private static let markColumns = "id, at, text, model, kind, created_at, created_by, key"

    package func marks(_ body: (StoredMark) -> Void) throws(ArchiveError) {
        try database.rows("SELECT \(Self.markColumns), checksum FROM mark NOT INDEXED") { body(StoredMark(in: $0)) }
    }

    package func mark(_ key: String) throws(ArchiveError) -> StoredMark? {
        try database.first("SELECT \(Self.markColumns), checksum FROM mark WHERE key = ?1", [key]) {
            StoredMark(in: $0)
        }
    }

    package func add(_ mark: StoredMark) throws(ArchiveError) {
        try database.run(
            "INSERT INTO mark(\(Self.markColumns), checksum) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", mark.id,
            mark.at, mark.text, mark.model, mark.kind, mark.createdAt, mark.createdBy, mark.key, mark.checksum)
    }

    package func removeMark(_ id: Int) throws(ArchiveError) -> Bool {
        try database.run("DELETE FROM mark WHERE id = ?1", id)
        return database.changedRows > 0
    }

    private static let exclusionColumns = "id, starts, ends, models, reason, created_at, created_by, key"

    package func exclusions(_ body: (StoredExclusion) -> Void) throws(ArchiveError) {
        try database.rows("SELECT \(Self.exclusionColumns), checksum FROM exclusion NOT INDEXED") {
            body(StoredExclusion(in: $0))
        }
    }

    package func exclusion(_ key: String) throws(ArchiveError) -> Int? {
        try database.first("SELECT id FROM exclusion WHERE key = ?1", [key]) { $0.integer(0) }
    }

    package func add(_ exclusion: StoredExclusion) throws(ArchiveError) {
        try database.run(
            "INSERT INTO exclusion(\(Self.exclusionColumns), checksum) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            exclusion.id, exclusion.start, exclusion.end, exclusion.models, exclusion.reason, exclusion.createdAt,
            exclusion.createdBy, exclusion.key, exclusion.checksum)
    }

    package func removeExclusion(_ id: Int) throws(ArchiveError) -> Bool {
        try database.run("DELETE FROM exclusion WHERE id = ?1", id)
        return database.changedRows > 0
    }

    // MARK: Which there should be

    /// No source has its key.
    private static let recordInventoryKey = 0

    package func recordInventory() throws(ArchiveError) -> [UInt8]? { try inventory(of: Self.recordInventoryKey) }

    package func putRecordInventory(_ body: [UInt8]) throws(ArchiveError) {
        try putInventory(body, of: Self.recordInventoryKey)
    }
}

extension StoredMark {
    /// Of a row of `markColumns` and the checksum.
    fileprivate init(in row: Statement) {
        self.init(
            id: row.integer(0), at: row.integer(1), text: row.text(2), model: row.optionalName(3), kind: row.text(4),
            createdAt: row.integer(5), createdBy: row.text(6), key: row.text(7), checksum: row.integer(8))
    }
}

extension StoredExclusion {
    /// Of a row of `exclusionColumns` and the checksum.
    fileprivate init(in row: Statement) {
        self.init(
            id: row.integer(0), start: row.integer(1), end: row.integer(2), models: row.text(3), reason: row.text(4),
            createdAt: row.integer(5), createdBy: row.text(6), key: row.text(7), checksum: row.integer(8))
    }
}
