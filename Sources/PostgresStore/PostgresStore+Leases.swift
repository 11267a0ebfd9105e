import Archive

extension PostgresStore: LeasingStore {
    package var leasing: (any LeasingStore)? { self }

    /// By the server's clock alone. Who had it before may have stored something since this one has read.
    package func take(_ lease: Lease) throws(ArchiveError) -> Bool {
        let all = try send([
            Statement(
                """
                INSERT INTO metricsctl.lease(name, metric, purpose, holder, until) VALUES($1, $2, $3, $4, \(Self.end))
                ON CONFLICT (name, metric, purpose) DO UPDATE SET holder = excluded.holder, until = excluded.until
                WHERE lease.until < \(Self.now) OR lease.holder = excluded.holder
                """, Self.parameters(of: lease)),
            Self.versions,
            Statement(
                "SELECT source, stamp FROM metricsctl.state WHERE source = ANY($1)",
                .integers(memory.stamped + [Schema.allSources])),
        ])
        guard all.count >= 3 else { throw .failed(path: path, reason: "no answer") }
        let answers = Array(all.suffix(3))
        guard answers[0].changed > 0 else { return false }
        leases.insert(lease)
        let seen = see(answers[1])
        if memory.stamp != seen.stamp { memory.move(to: seen.stamp, answers[2].stamps) }
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
