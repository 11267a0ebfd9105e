/// Tells of an answer that was read from a replica of the database when the newest commit was that the replica had, as RFC 3339. The
/// body is the same from a replica and its primary. Where it is missing, all that is stored was there.
enum ReplicaHeader {
    static let name = "X-Metricsctl-Replica-Commit"
}
