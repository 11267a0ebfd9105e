import Archive

/// Brings a database to this program's version: the only one who makes tables, as their owner.
enum Migrator {
    /// Several may do so at once: the first one does the work, and those after it find it done.
    ///
    /// - Returns: the versions before and after.
    static func migrate(_ store: PostgresStore) throws(ArchiveError) -> (from: Int, to: Int) {
        try begin(store)
        return try store.migrating { () throws(ArchiveError) in
            let rows = try store.ask("SELECT version, oldest_writer FROM metricsctl.archive FOR UPDATE")
            let present = rows.integer(0, 0)
            guard rows.integer(0, 1) <= Schema.version else {
                throw .newerVersion(path: store.path, version: present, supported: Schema.version)
            }
            guard present < Schema.version else { return (present, present) }
            for migration in Schema.migrations[present...] {
                for statement in migration.statements { _ = try store.ask(statement) }
            }
            if let last = Schema.migrations.last {
                _ = try store.ask(
                    "UPDATE metricsctl.archive SET version = $1, oldest_reader = $2, oldest_writer = $3",
                    .integer(Schema.version), .integer(last.oldestReader), .integer(last.oldestWriter))
            }
            return (present, Schema.version)
        }
    }

    /// Two who make the same at the same time get in each other's way, whatever `IF NOT EXISTS` says.
    private static func begin(_ store: PostgresStore) throws(ArchiveError) {
        for attempt in 1...Self.attempts {
            do throws(ArchiveError) {
                if try isBegun(store) { return }
                // Whoever owns the schema need not be allowed to make one.
                if try !has("to_regnamespace('metricsctl')", store) {
                    _ = try store.askUnchecked(Statement(Schema.schema))
                }
                for statement in Schema.beginning { _ = try store.askUnchecked(Statement(statement)) }
                return
            } catch {
                guard attempt < Self.attempts else { throw error }
                switch error {
                case .failed, .interrupted: Pause.random(after: attempt)
                default: throw error
                }
            }
        }
    }

    private static let attempts = 5

    private static func isBegun(_ store: PostgresStore) throws(ArchiveError) -> Bool {
        guard try has("to_regclass('metricsctl.archive')", store) else { return false }
        return try store.askUnchecked(Statement("SELECT 1 FROM metricsctl.archive")).count > 0
    }

    private static func has(_ what: String, _ store: PostgresStore) throws(ArchiveError) -> Bool {
        try store.askUnchecked(Statement("SELECT (\(what) IS NOT NULL)::int4")).isTrue(0, 0)
    }
}
