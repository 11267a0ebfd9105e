import Archive
import Latency

extension SQLiteStore {
    static let toldColumns = "rowid, source_id, target, subject, model, state, since"

    package func told(
        of source: Int?, to target: String?, _ body: (StoredTold) -> Void
    ) throws(ArchiveError) {
        var (conditions, values): ([String], [any Bindable]) = ([], [])
        if let source {
            values.append(source)
            conditions.append("source_id = ?\(values.count)")
        }
        if let target {
            values.append(target)
            conditions.append("target = ?\(values.count)")
        }
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        try database.rows(
            "SELECT \(Self.toldColumns), checksum FROM told \(condition) ORDER BY subject, model", values
        ) { body(StoredTold(in: $0)) }
    }

    package func add(_ told: StoredTold) throws(ArchiveError) {
        try database.run(
            "INSERT INTO told(\(Self.toldColumns), checksum) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", told.id,
            told.source, told.target, told.subject, told.model, told.state, told.since, told.checksum)
    }

    package func deleteTold(
        of source: Int, to target: String, subject: String, model: Name?
    ) throws(ArchiveError) {
        try database.run(
            "DELETE FROM told WHERE source_id = ?1 AND target = ?2 AND subject = ?3 AND model IS ?4", source, target,
            subject, model)
    }

    package func deleteTold(of source: Int, model: Name) throws(ArchiveError) {
        try database.run("DELETE FROM told WHERE source_id = ?1 AND model = ?2", source, model)
    }

    // MARK: Unit changes

    static let unitChangeColumns = "id, source_id, time, user, old_unit, new_unit"

    package func unitChanges(of source: Int, _ body: (StoredUnitChange) -> Void) throws(ArchiveError) {
        let sql = "SELECT \(Self.unitChangeColumns), checksum FROM unit_change WHERE source_id = ?1 ORDER BY id"
        try database.rows(sql, [source]) { body(StoredUnitChange(in: $0)) }
    }

    package func add(_ change: StoredUnitChange) throws(ArchiveError) {
        try database.run(
            "INSERT INTO unit_change(\(Self.unitChangeColumns), checksum) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            change.id, change.source, change.time, change.user, change.oldUnit, change.newUnit, change.checksum)
    }

    // MARK: Refused windows

    package func refusedWindows(of source: Int) throws(ArchiveError) -> [Window] {
        var windows: [Window] = []
        try database.rows("SELECT window FROM refused WHERE source_id = ?1 ORDER BY window", [source]) {
            windows.append(Window(index: $0.integer(0)))
        }
        return windows
    }

    package func changeRefused(of source: Int, add: [Window], remove: [Window]) throws(ArchiveError) {
        for window in remove {
            try database.run("DELETE FROM refused WHERE source_id = ?1 AND window = ?2", source, window.index)
        }
        for window in add {
            try database.run(
                "INSERT INTO refused(source_id, window) VALUES(?1, ?2) ON CONFLICT DO NOTHING", source, window.index)
        }
    }
}

extension StoredTold {
    /// Of a row of `toldColumns` and the checksum.
    init(in row: Statement) {
        self.init(
            id: row.integer(0), source: row.integer(1), target: row.text(2), subject: row.text(3),
            model: row.optionalName(4), state: row.text(5), since: row.integer(6), checksum: row.integer(7))
    }
}

extension StoredUnitChange {
    /// Of a row of `unitChangeColumns` and the checksum.
    init(in row: Statement) {
        self.init(
            id: row.integer(0), source: row.integer(1), time: row.integer(2), user: row.text(3),
            oldUnit: row.text(4), newUnit: row.text(5), checksum: row.integer(6))
    }
}
