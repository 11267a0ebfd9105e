import Archive

extension PostgresStore: ReplicatedStore {
    package var replicated: (any ReplicatedStore)? { self }

    package var replicaCommit: Int? {
        get throws(ArchiveError) {
            let seen = try seen()
            return seen.isReplica ? seen.newestCommit : nil
        }
    }

    package var replicaState: ReplicaState? {
        get throws(ArchiveError) {
            var own = try seen()
            guard own.isReplica else { return nil }
            if let silence, silence.stamp == own.stamp, .now < silence.end {
                return ReplicaState(newestCommit: own.newestCommit, secondsBehind: nil, isVerified: false)
            }
            let primary = PostgresStore(name: name, purpose: .asking)
            var theirs = try? primary.seen()
            // Pages ask, too, and each would wait for seconds.
            silence = theirs == nil ? (own.stamp, .now + Self.silentFor) : nil
            // A commit takes a moment to come here; inside a read it never does.
            for attempt in 1...Self.looks {
                guard let newest = theirs, newest.stamp != own.stamp, current == nil else { break }
                Pause.random(after: attempt)
                own = try seen()
                guard own.isReplica else { return nil }
                if theirs?.stamp != own.stamp { theirs = try? primary.seen() }
            }
            let behind = theirs.map { max(0, $0.newestCommit - own.newestCommit) }
            return ReplicaState(
                newestCommit: own.newestCommit, secondsBehind: behind, isVerified: theirs?.stamp == own.stamp)
        }
    }

    private static let looks = 5
    /// How long a primary that did not answer is left alone, unless something new comes from it.
    private static let silentFor = Duration.seconds(20)
}
