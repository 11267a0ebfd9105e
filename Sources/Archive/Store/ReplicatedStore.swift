/// A store of which there may be replicas, which have what was stored a little later, or never.
package protocol ReplicatedStore: AnyObject {
    /// When what is read was stored at the latest, where that is on a replica: seconds since 1970 UTC, 0 before any commit.
    /// nil on the primary. The primary is not asked.
    var replicaCommit: Int? { get throws(ArchiveError) }

    /// How what is read stands to what the primary has; nil on the primary. It is asked, for seconds at most.
    var replicaState: ReplicaState? { get throws(ArchiveError) }
}

/// What is known of a replica. By itself it can't tell: one whose line is cut believes that it has caught up.
package struct ReplicaState: Hashable, Sendable {
    /// The newest commit that it has: seconds since 1970 UTC.
    package let newestCommit: Int
    /// So many seconds later the primary has committed last; 0 where it has no more. nil where it could not be asked.
    package let secondsBehind: Int?
    /// Whether the primary has said that it has nothing more.
    package let isVerified: Bool

    package init(newestCommit: Int, secondsBehind: Int?, isVerified: Bool) {
        (self.newestCommit, self.secondsBehind, self.isVerified) = (newestCommit, secondsBehind, isVerified)
    }
}
