import Archive

extension PostgresStore: LeasingStore {
    /// By the server's clock alone.
    package func take(_ lease: Lease) throws(ArchiveError) -> Bool {
        let rows = try ask(
            Statement(
                """
                INSERT INTO metricsctl.lease(name, metric, purpose, holder, until) VALUES($1, $2, $3, $4, \(Self.end))
                ON CONFLICT (name, metric, purpose) DO UPDATE SET holder = excluded.holder, until = excluded.until
                WHERE lease.until < \(Self.now) OR lease.holder = excluded.holder
                """, Self.parameters(of: lease)))
        guard rows.changed > 0 else { return false }
        leases.insert(lease)
        return true
    }

    package func giveBack(_ lease: Lease) throws(ArchiveError) {
        guard leases.remove(lease) != nil else { return }
        try run(
            "DELETE FROM metricsctl.lease WHERE name = $1 AND metric = $2 AND purpose = $3 AND holder = $4",
            Self.parameters(of: lease))
    }

    /// Goes along with commits.
    static let renewal = """
        UPDATE metricsctl.lease SET until = \(end) WHERE name = $1 AND metric = $2 AND purpose = $3 AND holder = $4
        """

    static func parameters(of lease: Lease) -> [Parameter] {
        [.text(lease.source.text), .text(lease.metric.text), .text(lease.purpose), .text(lease.holder)]
    }

    private static let now = "extract(epoch FROM clock_timestamp())::int8"
    /// A run commits more often than that.
    private static let end = "\(now) + 240"
}
