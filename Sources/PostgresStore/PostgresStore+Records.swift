import Archive
import Latency

extension PostgresStore {
    private static let toldColumns = "id, source, target, subject, model, state, since, checksum"

    package func told(of source: Int?, to target: String?, _ body: (StoredTold) -> Void) throws(ArchiveError) {
        let rows = try ask(
            """
            SELECT \(Self.toldColumns) FROM metricsctl.told
            WHERE ($1::int8 IS NULL OR source = $1) AND ($2::bytea IS NULL OR target = $2)
            ORDER BY subject, model NULLS FIRST
            """, .integer(source), .text(target))
        for row in 0..<rows.count { body(StoredTold(in: rows, row)) }
    }

    package func add(_ told: StoredTold) throws(ArchiveError) {
        note(told.id, in: .told)
        try run(
            "INSERT INTO metricsctl.told(\(Self.toldColumns)) VALUES($1, $2, $3, $4, $5, $6, $7, $8)",
            .integer(told.id), .integer(told.source), .text(told.target), .text(told.subject),
            .text(told.model?.text), .text(told.state), .integer(told.since), .integer(told.checksum))
    }

    package func deleteTold(
        of source: Int, to target: String, subject: String, model: Name?
    ) throws(ArchiveError) {
        current?.numbers[.told] = nil
        try run(
            """
            DELETE FROM metricsctl.told
            WHERE source = $1 AND target = $2 AND subject = $3 AND model IS NOT DISTINCT FROM $4
            """, .integer(source), .text(target), .text(subject), .text(model?.text))
    }

    package func deleteTold(of source: Int, model: Name) throws(ArchiveError) {
        current?.numbers[.told] = nil
        try run("DELETE FROM metricsctl.told WHERE source = $1 AND model = $2", .integer(source), .text(model.text))
    }

    // MARK: Unit changes

    private static let unitChangeColumns = "id, source, time, who, old_unit, new_unit, checksum"

    package func unitChanges(of source: Int, _ body: (StoredUnitChange) -> Void) throws(ArchiveError) {
        let rows = try ask(
            "SELECT \(Self.unitChangeColumns) FROM metricsctl.unit_change WHERE source = $1 ORDER BY id",
            .integer(source))
        for row in 0..<rows.count { body(StoredUnitChange(in: rows, row)) }
    }

    package func add(_ change: StoredUnitChange) throws(ArchiveError) {
        note(change.id, in: .unitChange)
        try run(
            "INSERT INTO metricsctl.unit_change(\(Self.unitChangeColumns)) VALUES($1, $2, $3, $4, $5, $6, $7)",
            .integer(change.id), .integer(change.source), .integer(change.time), .text(change.user),
            .text(change.oldUnit), .text(change.newUnit), .integer(change.checksum))
    }

    // MARK: Refused windows

    package func refusedWindows(of source: Int) throws(ArchiveError) -> [Window] {
        let rows = try recalled(.refused(source))
        return (0..<rows.count).map { Window(index: rows.integer($0, 0)) }
    }

    package func changeRefused(of source: Int, add: [Window], remove: [Window]) throws(ArchiveError) {
        memory.forget(.refused(source))
        if !remove.isEmpty {
            try run(
                "DELETE FROM metricsctl.refused WHERE source = $1 AND win = ANY($2)", .integer(source),
                .integers(remove.map(\.index)))
        }
        if !add.isEmpty {
            try run(
                """
                INSERT INTO metricsctl.refused(source, win) SELECT $1, * FROM unnest($2::int8[])
                ON CONFLICT DO NOTHING
                """, .integer(source), .integers(add.map(\.index)))
        }
    }
}

extension StoredTold {
    /// Of a row of `toldColumns`.
    fileprivate init(in rows: Rows, _ row: Int) {
        self.init(
            id: rows.integer(row, 0), source: rows.integer(row, 1), target: rows.text(row, 2),
            subject: rows.text(row, 3), model: rows.optionalText(row, 4).map { Name($0) },
            state: rows.text(row, 5), since: rows.integer(row, 6), checksum: rows.integer(row, 7))
    }
}

extension StoredUnitChange {
    /// Of a row of `unitChangeColumns`.
    fileprivate init(in rows: Rows, _ row: Int) {
        self.init(
            id: rows.integer(row, 0), source: rows.integer(row, 1), time: rows.integer(row, 2),
            user: rows.text(row, 3), oldUnit: rows.text(row, 4), newUnit: rows.text(row, 5),
            checksum: rows.integer(row, 6))
    }
}
