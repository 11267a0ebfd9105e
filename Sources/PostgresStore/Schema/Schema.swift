import Archive

/// The tables, as numbered migrations: `archive.version` counts how many a database has gone through.
///
/// Releases next to each other work on one database: a migration adds first what the new one needs, and a later one removes
/// what no release reads any more. `oldest_reader` and `oldest_writer` say which releases may go on: the least `version` that
/// a program must know.
enum Schema {
    struct Migration {
        /// One statement each; done again they change nothing.
        let statements: [String]
        /// The least version that may read, and write, what it leaves.
        let oldestReader: Int
        let oldestWriter: Int
    }

    static var version: Int { migrations.count }

    /// The row of `state` that those lock who write rows of all sources, and the key of their inventory.
    static let allSources = 0
    /// Below it all sources' stamps add up to a number of 64 bits.
    static let stampLimit = 1 << 42

    static let bodyTables = ["hot", "coverage", "chunk", "inventory"]
    /// Those with rows of one source, in an order in which they can be emptied.
    static let tablesOfSources = bodyTables + ["refused", "unit_change", "told", "run", "series"]

    /// Throws where this program can't go on: its version must be at least the `oldest` that the database lets do so, and
    /// the database must have all migrations that it knows.
    static func check(version present: Int, oldest: Int, path: String) throws(ArchiveError) {
        if oldest > version { throw .newerVersion(path: path, version: present, supported: version) }
        if present < version { throw .olderVersion(path: path, version: present) }
    }

    static let schema = "CREATE SCHEMA metricsctl"

    /// Before all migrations: the row that says how many there were, which is also what migrators wait at.
    static let beginning = [
        """
        CREATE TABLE IF NOT EXISTS metricsctl.archive(
            only_row int4 PRIMARY KEY, version int4 NOT NULL, oldest_reader int4 NOT NULL, oldest_writer int4 NOT NULL)
        """,
        "INSERT INTO metricsctl.archive VALUES(1, 0, 1, 1) ON CONFLICT DO NOTHING",
    ]

    /// Never change one that was released: add another.
    ///
    /// 1. All that an archive's file has at its eleventh version, and what only databases have: `state`, see
    ///    `PostgresStore.write`; `numbered`, whose rows are locked by those who give numbers; `lease`, see
    ///    `Lease`. Texts
    ///    are `bytea`; times are seconds since 1970 UTC. Bodies don't compress, so nobody tries.
    ///
    /// 2. Sealed days in the order in which they are stored, so that index pages get full, and none of them in more than one
    ///    index; and bodies of which no three fit into a page beside the table, where pages get full, too.
    ///
    /// 3. `hot.parts`: see `HotParts`; NULL where few series are, and where an earlier release has stored the window.
    ///
    /// 4. Sealed days may have their totals before their hours, see `Chunk`: earlier releases can't read those.
    static let migrations: [Migration] = [
        Migration(statements: first + bodyTables.map { stored("body", of: $0) }, oldestReader: 1, oldestWriter: 1),
        Migration(statements: second, oldestReader: 1, oldestWriter: 1),
        Migration(statements: third, oldestReader: 1, oldestWriter: 1),
        Migration(statements: [], oldestReader: 4, oldestWriter: 4),
    ]

    /// A table that doesn't try to compress a column: then PostgreSQL can also hand out a stretch of a value alone.
    private static func stored(_ column: String, of table: String) -> String {
        "ALTER TABLE metricsctl.\(table) ALTER COLUMN \(column) SET STORAGE EXTERNAL"
    }

    private static let third = [
        "ALTER TABLE metricsctl.hot ADD COLUMN IF NOT EXISTS parts bytea", stored("parts", of: "hot"),
    ]

    private static let second = [
        """
        ALTER TABLE metricsctl.chunk DROP CONSTRAINT IF EXISTS chunk_pkey,
            ADD CONSTRAINT chunk_pkey PRIMARY KEY (source, day, series)
        """,
        "DROP INDEX IF EXISTS metricsctl.chunk_by_day",
        "ALTER TABLE metricsctl.chunk SET (toast_tuple_target = 2720)",
    ]

    private static let first = [
        """
        CREATE TABLE IF NOT EXISTS metricsctl.state(
            source int8 PRIMARY KEY, stamp int8 NOT NULL, committed int8 NOT NULL) WITH (fillfactor = 50)
        """,
        "INSERT INTO metricsctl.state VALUES(0, 0, 0) ON CONFLICT DO NOTHING",
        "CREATE TABLE IF NOT EXISTS metricsctl.numbered(name bytea PRIMARY KEY)",
        """
        INSERT INTO metricsctl.numbered
        SELECT convert_to(name, 'UTF8') FROM unnest(ARRAY[
            'source', 'series', 'layout', 'told', 'unit_change', 'mark', 'exclusion']) AS t(name)
        ON CONFLICT DO NOTHING
        """,
        """
        CREATE TABLE IF NOT EXISTS metricsctl.source(
            id int8 PRIMARY KEY, name bytea NOT NULL, metric bytea NOT NULL, url bytea NOT NULL,
            selector bytea NOT NULL, model_label bytea NOT NULL, unit bytea NOT NULL, measure bytea,
            kind bytea NOT NULL, labels bytea NOT NULL, class_label bytea, unit_origin bytea, disagreement bytea,
            checksum int8 NOT NULL, UNIQUE(name, metric))
        """,
        """
        CREATE TABLE IF NOT EXISTS metricsctl.series(
            id int8 PRIMARY KEY, source int8 NOT NULL REFERENCES metricsctl.source(id), model bytea NOT NULL,
            labels bytea NOT NULL, checksum int8 NOT NULL, UNIQUE(source, model, labels))
        """,
        """
        CREATE TABLE IF NOT EXISTS metricsctl.layout(
            id int8 PRIMARY KEY, bounds bytea NOT NULL UNIQUE, checksum int8 NOT NULL)
        """,
        """
        CREATE TABLE IF NOT EXISTS metricsctl.hot(
            source int8, win int8, body bytea NOT NULL, PRIMARY KEY(source, win))
        """,
        """
        CREATE TABLE IF NOT EXISTS metricsctl.coverage(
            source int8, day int8, body bytea NOT NULL, PRIMARY KEY(source, day))
        """,
        """
        CREATE TABLE IF NOT EXISTS metricsctl.chunk(
            source int8, series int8, day int8, body bytea NOT NULL, PRIMARY KEY(source, series, day))
            WITH (toast_tuple_target = 8160)
        """,
        "CREATE INDEX IF NOT EXISTS chunk_by_day ON metricsctl.chunk(day, series)",
        """
        CREATE TABLE IF NOT EXISTS metricsctl.inventory(
            source int8 PRIMARY KEY, body bytea NOT NULL)
        """,
        """
        CREATE TABLE IF NOT EXISTS metricsctl.run(
            id int8 PRIMARY KEY, source int8 NOT NULL REFERENCES metricsctl.source(id), started int8 NOT NULL,
            finished int8 NOT NULL, windows int8 NOT NULL, outcome bytea NOT NULL, detail bytea, milliseconds int8,
            models int8, queries int8, retries int8, bytes int8, warnings bytea, checksum int8 NOT NULL)
        """,
        "CREATE INDEX IF NOT EXISTS run_by_finish ON metricsctl.run(source, finished, id)",
        """
        CREATE INDEX IF NOT EXISTS success_by_finish ON metricsctl.run(source, finished, id)
            WHERE outcome = '\\x73756363657373'
        """,
        "CREATE INDEX IF NOT EXISTS run_by_number ON metricsctl.run(source, id)",
        """
        CREATE TABLE IF NOT EXISTS metricsctl.told(
            id int8 PRIMARY KEY, source int8 NOT NULL REFERENCES metricsctl.source(id), target bytea NOT NULL,
            subject bytea NOT NULL, model bytea, state bytea NOT NULL, since int8 NOT NULL, checksum int8 NOT NULL)
        """,
        "CREATE INDEX IF NOT EXISTS told_by_target ON metricsctl.told(source, target, subject, model)",
        """
        CREATE TABLE IF NOT EXISTS metricsctl.unit_change(
            id int8 PRIMARY KEY, source int8 NOT NULL REFERENCES metricsctl.source(id), time int8 NOT NULL,
            who bytea NOT NULL, old_unit bytea NOT NULL, new_unit bytea NOT NULL, checksum int8 NOT NULL)
        """,
        """
        CREATE TABLE IF NOT EXISTS metricsctl.refused(
            source int8 NOT NULL REFERENCES metricsctl.source(id), win int8, PRIMARY KEY(source, win))
        """,
        """
        CREATE TABLE IF NOT EXISTS metricsctl.mark(
            id int8 PRIMARY KEY, at int8 NOT NULL, text bytea NOT NULL, model bytea, kind bytea NOT NULL,
            created_at int8 NOT NULL, created_by bytea NOT NULL, key bytea NOT NULL UNIQUE, checksum int8 NOT NULL)
        """,
        """
        CREATE TABLE IF NOT EXISTS metricsctl.exclusion(
            id int8 PRIMARY KEY, starts int8 NOT NULL, ends int8 NOT NULL, models bytea NOT NULL, reason bytea NOT NULL,
            created_at int8 NOT NULL, created_by bytea NOT NULL, key bytea NOT NULL UNIQUE, checksum int8 NOT NULL)
        """,
        """
        CREATE TABLE IF NOT EXISTS metricsctl.lease(
            name bytea, metric bytea, purpose bytea, holder bytea NOT NULL, until int8 NOT NULL,
            PRIMARY KEY(name, metric, purpose))
        """,
    ]
}
