/// A store of which there may be replicas, which have what was stored a little later, or never.
package protocol ReplicatedStore: AnyObject {
    /// Whether it is the primary, or has been told by the primary, within seconds, that nothing else was stored.
    var isVerified: Bool { get throws(ArchiveError) }
}
