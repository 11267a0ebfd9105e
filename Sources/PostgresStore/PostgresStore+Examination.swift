import Archive
import Glibc
import Support

extension PostgresStore: ExaminedStore {
    package var examined: (any ExaminedStore)? { self }

    package func examine() throws(ArchiveError) -> [StoreFinding] {
        let rows = try ask(
            """
            SELECT current_setting('server_version_num')::int4, convert_to(current_setting('server_version'), 'UTF8'),
            (current_setting('fsync') = 'on')::int4, (current_setting('synchronous_commit') <> 'off')::int4,
            (current_setting('synchronous_standby_names') <> '')::int4, pg_is_in_recovery()::int4,
            extract(epoch FROM clock_timestamp())::int8, (SELECT count(*) FROM pg_stat_replication),
            has_schema_privilege('metricsctl', 'CREATE')::int4
            """)
        let link = try connection()
        return [
            version(rows), durability(rows), replication(rows), clock(rows), role(rows, link), encryption(link),
        ]
    }

    private func version(_ rows: Rows) -> StoreFinding {
        let library = PostgresStore.libraryVersion ?? "unknown"
        return StoreFinding(
            "PostgreSQL", "version \(rows.text(0, 1)), libpq \(library)",
            advice: rows.integer(0, 0) < 130_000 ? "upgrade the server to 13 or newer" : nil)
    }

    private func durability(_ rows: Rows) -> StoreFinding {
        if !rows.isTrue(0, 2) {
            return StoreFinding(
                "durability", "fsync is off: a crash of the server's machine may damage all of it",
                advice: "set fsync = on")
        }
        if !rows.isTrue(0, 3) {
            return StoreFinding(
                "durability", "synchronous_commit is off: a crash may lose the last runs",
                advice: "ALTER ROLE metricsctl_writer SET synchronous_commit = on")
        }
        return StoreFinding("durability", "what was acknowledged is on the server's disk")
    }

    private func replication(_ rows: Rows) -> StoreFinding {
        if rows.isTrue(0, 5) { return StoreFinding("replication", "this is a replica") }
        let replicas = rows.integer(0, 7)
        guard replicas > 0 else { return StoreFinding("replication", "there is no replica that this user may know of") }
        if rows.isTrue(0, 4) { return StoreFinding("replication", "synchronous, replicas: \(replicas)") }
        return StoreFinding(
            "replication", "not synchronous, replicas: \(replicas): a failover may lose the last second",
            advice: "set synchronous_standby_names, or leave it: the next run asks again for what is missing")
    }

    private func clock(_ rows: Rows) -> StoreFinding {
        let difference = abs(rows.integer(0, 6) - time(nil))
        return StoreFinding(
            "server's clock", "\(difference) s from this machine's",
            advice: difference > Self.clockSkew
                ? "set both by NTP: windows end by this one, leases by the server's" : nil)
    }

    private static let clockSkew = 5

    private func role(_ rows: Rows, _ link: Connection) -> StoreFinding {
        StoreFinding(
            "role", "\(link.user) may \(rows.isTrue(0, 8) ? "make tables" : "make no tables")",
            advice: rows.isTrue(0, 8) ? "collect as metricsctl_writer: metricsctl archive roles prints it" : nil)
    }

    private func encryption(_ link: Connection) -> StoreFinding {
        if link.host.hasPrefix("/") { return StoreFinding("connection", "a socket of this machine") }
        if link.usesTLS, name.contains("sslmode=verify-full") { return StoreFinding("connection", "TLS, verified") }
        return StoreFinding(
            "connection", link.usesTLS ? "TLS, but nobody verifies the server" : "not encrypted",
            advice: "give sslmode=verify-full and sslrootcert in the URL")
    }
}
