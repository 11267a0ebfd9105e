import Archive

/// Writers of a source wait for each other at its row of `state`, those of all sources at all of them; nobody waits for
/// readers, which see one snapshot. Each commit gives its row a random stamp: a number that counts up could come to an
/// earlier value again where a failover has lost commits.
extension PostgresStore {
    package func write(_ sources: [Int]?, _ body: () throws(ArchiveError) -> Void) throws(ArchiveError) {
        guard current == nil else { throw .failed(path: path, reason: "a transaction inside another") }
        let sources = sources.map { Set($0).sorted() }
        current = Transaction(.writing(sources: sources))
        defer {
            // What it was about has changed, or is not known.
            if let current, current.hasBegun || current.isWaiting { memory = StoreMemory() }
            current = nil
        }
        do throws(ArchiveError) {
            try body()
            try commit(sources ?? [Schema.allSources])
        } catch {
            end("ROLLBACK")
            throw error
        }
    }

    private func commit(_ sources: [Int]) throws(ArchiveError) {
        guard let transaction = current, transaction.hasBegun || transaction.isWaiting else { return }
        // What waits may be refused: only what comes after it can be unknown.
        if !transaction.hasBegun { _ = try send([]) }
        let stamps = sources.map { _ in Int.random(in: 0..<Schema.stampLimit) }
        for lease in leases { try run(Self.renewal, Self.parameters(of: lease)) }
        _ = try send(
            [
                Statement(
                    """
                    INSERT INTO metricsctl.state(source, stamp, committed)
                    SELECT *, extract(epoch FROM clock_timestamp())::int8 FROM unnest($1::int8[], $2::int8[])
                    ON CONFLICT (source) DO UPDATE SET stamp = excluded.stamp, committed = excluded.committed
                    """, .integers(sources), .integers(stamps)),
                Statement("COMMIT"),
            ], isCommit: true)
        commits.change(by: stamps.reduce(0, +) - (current?.ownStamp ?? 0))
    }

    package func read(within limit: Duration?, _ body: () throws(ArchiveError) -> Void) throws(ArchiveError) {
        guard current == nil else { return try body() }
        current = Transaction(.reading, limit: limit.map { .now + $0 })
        ahead = ChunksAhead()
        defer {
            end("COMMIT")
            current = nil
        }
        try body()
    }

    /// Nobody waits for it.
    private func end(_ sql: String) {
        if current?.hasBegun == true { link?.post(Statement(sql)) }
    }

    /// As `write`, of tables that may not be there yet; and of nobody's rows.
    func migrating<Value>(_ body: () throws(ArchiveError) -> Value) throws(ArchiveError) -> Value {
        isChecked = true
        _ = try send([Statement("BEGIN")])
        do throws(ArchiveError) {
            let value = try body()
            _ = try send([Statement("COMMIT")])
            return value
        } catch {
            link?.post(Statement("ROLLBACK"))
            throw error
        }
    }

    /// By itself, whether there are tables or not.
    func askUnchecked(_ statement: Statement) throws(ArchiveError) -> Rows {
        _ = try connection()
        isChecked = true
        return try ask(statement)
    }

    // MARK: Its beginning

    /// What goes before the first statement of a transaction, and of a connection. Its last one tells the versions.
    func opening() -> [Statement] {
        guard let current else { return isChecked ? [] : [Self.versions] }
        guard !current.hasBegun else { return [] }
        let settings = Statement(
            """
            SELECT set_config('statement_timeout', $1, true), set_config('lock_timeout', '10000', true),
            set_config('idle_in_transaction_session_timeout', '60000', true)
            """, .plain("\(current.statementTimeout)"))
        switch current.kind {
        case .reading:
            // No locks, and no functions that a new connection would have to look up.
            return [
                Statement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
                Statement("SET LOCAL statement_timeout = \(current.statementTimeout)"),
                Statement("SET LOCAL idle_in_transaction_session_timeout = 60000"), Self.versions,
            ]
        case .writing(let sources?):
            // One order for all.
            let lock = "SELECT source, stamp FROM metricsctl.state WHERE source = ANY($1) ORDER BY source FOR UPDATE"
            return [Statement("BEGIN"), settings, Statement(lock, .integers(sources)), Self.versions]
        case .writing(nil):
            let lock = "SELECT source, stamp FROM metricsctl.state ORDER BY source FOR UPDATE"
            return [Statement("BEGIN"), settings, Statement(lock), Self.versions]
        }
    }

    static let versions = Statement(
        """
        SELECT version, oldest_reader, oldest_writer, stamp, committed, pg_is_in_recovery()::int4, of_all
        FROM metricsctl.archive, (
            SELECT COALESCE(sum(stamp), 0)::int8 AS stamp, COALESCE(max(committed), 0) AS committed,
            COALESCE(sum(stamp) FILTER (WHERE source = \(Schema.allSources)), 0)::int8 AS of_all
            FROM metricsctl.state) AS state
        """)

    func readOpening(_ rows: [Rows]) throws(ArchiveError) {
        guard let last = rows.last, last.count > 0 else { throw .missing(path: path) }
        try Schema.check(
            version: last.integer(0, 0), oldest: last.integer(0, purpose == .writing ? 2 : 1), path: path)
        isChecked = true
        let seen = see(last)
        current?.seen = seen
        guard case .writing(let sources)? = current?.kind, rows.count > 1 else { return try compareMemory(seen) }
        let (lock, own) = (rows[rows.count - 2], sources ?? [Schema.allSources])
        var locked = lock.stamps
        current?.ownStamp = own.reduce(0) { $0 + (locked[$1] ?? 0) }
        locked[Schema.allSources] = last.integer(0, 6)
        if memory.stamp != seen.stamp { memory.move(to: seen.stamp, locked) }
    }

    /// Throws where a read has gone by what is not true any more. Those who collect plan by it all the same: others commit
    /// all the time, and the transaction that stores looks whether it was of its sources.
    private func compareMemory(_ seen: Seen) throws(ArchiveError) {
        guard memory.stamp != seen.stamp else { return }
        if remembers, purpose == .writing, memory.stamp != nil { return }
        memory = StoreMemory(at: seen.stamp)
        guard current?.hasRecalled != true else {
            throw .interrupted(path: path, reason: "somebody has committed meanwhile")
        }
    }

    /// Of a row of `versions`.
    func see(_ rows: Rows) -> Seen {
        let seen = Seen(
            stamp: rows.integer(0, 3), newestCommit: rows.integer(0, 4), isReplica: rows.isTrue(0, 5))
        commits.see(seen.stamp)
        return seen
    }

    /// How things were when the read or transaction at hand began, else as they are now.
    func seen() throws(ArchiveError) -> Seen {
        if current != nil {
            if current?.hasBegun == false { _ = try send([]) }
            if let seen = current?.seen { return seen }
        }
        let rows = try send([Self.versions])
        guard let last = rows.last, last.count > 0 else { throw .missing(path: path) }
        return see(last)
    }

    // MARK: The whole

    package var changes: Int {
        get throws(ArchiveError) {
            if !isRecalling() { _ = try seen() }
            return commits.number
        }
    }

    package var version: Archive.Version? {
        get throws(ArchiveError) { Archive.Version(UInt64(bitPattern: Int64(try seen().stamp)), 0) }
    }

    /// PostgreSQL itself sees to that.
    package var isWhole: Bool {
        get throws(ArchiveError) { true }
    }

    package func size() throws(ArchiveError) -> ArchiveSize {
        let rows = try ask(
            """
            SELECT sum(pg_total_relation_size(c.oid))::int8, (SELECT version::int8 FROM metricsctl.archive)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'metricsctl' AND c.relkind = 'r'
            """)
        return ArchiveSize(bytes: rows.integer(0, 0), freeBytes: 0, version: rows.integer(0, 1))
    }

    /// Lets PostgreSQL use the space for what comes next. Nobody waits for that, and who may not do it leaves it to
    /// autovacuum: the server would write a warning into its log for each table.
    package func releaseFreeSpace() throws(ArchiveError) {
        guard current == nil else { return }
        let rows = try ask(
            """
            SELECT bool_and(pg_has_role(relowner, 'USAGE'))::int4 FROM pg_class
            WHERE relnamespace = to_regnamespace('metricsctl') AND relkind = 'r'
            """)
        guard rows.isTrue(0, 0) else { return }
        for table in Schema.bodyTables { try run("VACUUM metricsctl.\(table)") }
    }

    package func check(isQuick: Bool, _ finding: (String) -> Void) throws(ArchiveError) {
        let rows = try ask("SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()")
        let failures = rows.count > 0 ? rows.integer(0, 0) : 0
        if failures > 0 { finding("PostgreSQL: \(failures) pages with a wrong checksum") }
    }
}
