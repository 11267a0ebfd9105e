import Archive

/// The tables, as numbered migrations: `user_version` counts how many a file has gone through.
enum Schema {
    /// `PRAGMA application_id` of every archive: "Mctl" in ASCII.
    static let applicationID = 0x4D63_746C

    /// Never change one that was released: add another.
    ///
    /// 1. The first form: hot rows, see `HotRow` for their bodies and `HotKey` for their keys. `layout.bounds` is made
    ///    by `LayoutBounds`. `source.unit` is `s`, `ms` or `us`; times are seconds since 1970 UTC.
    /// 2. What was last told of the collections (`model` is null) and of models.
    /// 3. What a run took and did, NULL for runs from before, and its warnings, one a line. Until then a success had them
    ///    in `detail`.
    /// 4. Sealed days: see `Chunk` and `Coverage` for their bodies and `DayKey` for their keys.
    /// 5. What was last told, by target; `model` is NULL where the subject is none. What was told before is under the
    ///    target '' until it is known which targets there are.
    /// 6. What was said of a source, see `SourceTold`, and which units were put right, see `UnitChange`. From then on
    ///    `source.unit` may be any raw value of `LatencyUnit`.
    /// 7. Windows from which a model was refused: see `Archive.refusedWindows`. `window` is its index.
    /// 8. Checksums cover what they belong to: see `Place` and `CatalogueChecksum`. Coverages know their series.
    /// 9. What each source should have, see `Inventory`, and checksums of the rows that nothing refers to: see `SignedTable`.
    /// 10. What a source measures (NULL for what nobody said), its kind, see `SourceKind`, and by which labels it is kept;
    ///    the values of these that a series has: see `LabelTexts`.
    /// 11. Marks, see `Mark`, and exclusions, see `RecordedExclusion`; which there should be has the inventory of the key 0,
    ///    see `RecordInventory`.
    /// 12. Sealed days may have their totals before their hours, see `Chunk`: those that are written from then on. `coverage` is
    ///    `sealed_day`, so that a program of before that has the file open fails, instead of taking such days for damaged.
    static let migrations: [Migration] = [
        """
        CREATE TABLE source(
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            metric TEXT NOT NULL,
            url TEXT NOT NULL,
            selector TEXT NOT NULL,
            model_label TEXT NOT NULL,
            unit TEXT NOT NULL,
            UNIQUE(name, metric)
        ) STRICT;
        CREATE TABLE series(
            id INTEGER PRIMARY KEY,
            source_id INTEGER NOT NULL REFERENCES source(id),
            model TEXT NOT NULL,
            UNIQUE(source_id, model)
        ) STRICT;
        CREATE TABLE layout(id INTEGER PRIMARY KEY, bounds BLOB NOT NULL UNIQUE) STRICT;
        CREATE TABLE hot(key INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        CREATE TABLE run(
            id INTEGER PRIMARY KEY,
            source_id INTEGER NOT NULL REFERENCES source(id),
            started INTEGER NOT NULL,
            finished INTEGER NOT NULL,
            windows INTEGER NOT NULL,
            outcome TEXT NOT NULL,
            detail TEXT
        ) STRICT;
        CREATE INDEX run_by_finish ON run(source_id, finished);
        CREATE INDEX success_by_finish ON run(source_id, finished) WHERE outcome = 'success';
        """,
        """
        CREATE TABLE notice(
            source_id INTEGER NOT NULL REFERENCES source(id),
            model TEXT,
            state TEXT NOT NULL,
            since INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX notice_by_source ON notice(source_id, model);
        """,
        """
        ALTER TABLE run ADD COLUMN milliseconds INTEGER;
        ALTER TABLE run ADD COLUMN models INTEGER;
        ALTER TABLE run ADD COLUMN queries INTEGER;
        ALTER TABLE run ADD COLUMN retries INTEGER;
        ALTER TABLE run ADD COLUMN bytes INTEGER;
        ALTER TABLE run ADD COLUMN warnings TEXT;
        UPDATE run SET warnings = detail, detail = NULL WHERE outcome = 'success';
        """,
        """
        CREATE TABLE chunk(key INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        CREATE TABLE coverage(key INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        """,
        """
        CREATE TABLE told(
            source_id INTEGER NOT NULL REFERENCES source(id),
            target TEXT NOT NULL,
            subject TEXT NOT NULL,
            model TEXT,
            state TEXT NOT NULL,
            since INTEGER NOT NULL
        ) STRICT;
        INSERT INTO told
            SELECT source_id, '', CASE WHEN model IS NULL THEN 'collection' ELSE 'model' END, model, state, since
            FROM notice ORDER BY rowid;
        CREATE INDEX told_by_target ON told(source_id, target, subject, model);
        DROP TABLE notice;
        """,
        """
        ALTER TABLE source ADD COLUMN unit_origin TEXT;
        ALTER TABLE source ADD COLUMN disagreement TEXT;
        CREATE TABLE unit_change(
            id INTEGER PRIMARY KEY,
            source_id INTEGER NOT NULL REFERENCES source(id),
            time INTEGER NOT NULL,
            user TEXT NOT NULL,
            old_unit TEXT NOT NULL,
            new_unit TEXT NOT NULL
        ) STRICT;
        """,
        """
        CREATE TABLE refused(
            source_id INTEGER NOT NULL REFERENCES source(id),
            window INTEGER NOT NULL,
            PRIMARY KEY(source_id, window)
        ) STRICT, WITHOUT ROWID;
        """,
        Migration(
            """
            ALTER TABLE source ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE series ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE layout ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
            """, then: ChecksumsOfPlaces.add),
        Migration(
            """
            CREATE TABLE inventory(key INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
            ALTER TABLE run ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE told ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE unit_change ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
            """, then: InventoryMigration.add),
        Migration(
            """
            ALTER TABLE source ADD COLUMN measure TEXT;
            ALTER TABLE source ADD COLUMN kind TEXT NOT NULL DEFAULT 'histogram';
            ALTER TABLE source ADD COLUMN labels BLOB NOT NULL DEFAULT x'';
            ALTER TABLE source ADD COLUMN class_label TEXT;
            ALTER TABLE series RENAME TO series_without_labels;
            CREATE TABLE series(
                id INTEGER PRIMARY KEY,
                source_id INTEGER NOT NULL REFERENCES source(id),
                model TEXT NOT NULL,
                labels BLOB NOT NULL DEFAULT x'',
                checksum INTEGER NOT NULL DEFAULT 0,
                UNIQUE(source_id, model, labels)
            ) STRICT;
            """, then: LabelsMigration.run),
        """
        CREATE TABLE mark(
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            text TEXT NOT NULL,
            model TEXT,
            kind TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            created_by TEXT NOT NULL,
            key TEXT NOT NULL UNIQUE,
            checksum INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE exclusion(
            id INTEGER PRIMARY KEY,
            starts INTEGER NOT NULL,
            ends INTEGER NOT NULL,
            models TEXT NOT NULL,
            reason TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            created_by TEXT NOT NULL,
            key TEXT NOT NULL UNIQUE,
            checksum INTEGER NOT NULL
        ) STRICT;
        """,
        "ALTER TABLE coverage RENAME TO sealed_day",
    ]

    static var version: Int { migrations.count }

    /// Brings the file to `version`. Several processes may do so at once: the first one does the work.
    static func migrate(_ database: Database, migrations: [Migration] = migrations) throws(ArchiveError) {
        let present = try version(of: database, supported: migrations.count)
        if present == migrations.count { return }
        if present == 0 {
            // Both take effect on a file without a table alone, and not inside a transaction.
            try database.execute("PRAGMA page_size = 16384")
            try database.execute("PRAGMA auto_vacuum = INCREMENTAL")
        }
        try database.transaction { () throws(ArchiveError) in
            let present = try version(of: database, supported: migrations.count)
            if present == migrations.count { return }
            for migration in migrations[present...] { try migration.run(in: database) }
            try database.execute("PRAGMA application_id = \(applicationID)")
            try database.execute("PRAGMA user_version = \(migrations.count)")
        }
    }

    /// How many migrations the file has gone through; refuses more than are `supported`.
    static func version(of database: Database, supported: Int = version) throws(ArchiveError) -> Int {
        let version = try database.integer("PRAGMA user_version")
        if version < 0 { throw .damaged(path: database.path, reason: "negative version") }
        guard version <= supported else {
            throw .newerVersion(path: database.path, version: version, supported: supported)
        }
        return version
    }
}
