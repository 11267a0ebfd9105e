import Archive

extension PostgresStore: ReplicatedStore {
    package var isVerified: Bool {
        get throws(ArchiveError) {
            let rows = try ask("SELECT pg_is_in_recovery()::int4")
            guard rows.isTrue(0, 0) else { return true }
            let own = try version
            // A commit takes a moment to come here.
            for _ in 1...Self.looks {
                guard let theirs = primaryVersion() else { return false }
                if theirs == own { return true }
                Pause.random(after: 3)
            }
            return false
        }
    }

    private static let looks = 5

    /// nil where no primary answers.
    private func primaryVersion() -> Archive.Version? {
        let primary = PostgresStore(name: name, purpose: .asking)
        return try? primary.version
    }
}
