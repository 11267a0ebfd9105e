import Latency

/// An exclusion that an archive keeps, and who made it when.
package struct RecordedExclusion: Hashable, Sendable {
    package let exclusion: Exclusion
    /// Seconds since 1970 UTC.
    package let createdAt: Int
    /// The name of the user.
    package let createdBy: String

    package init(_ exclusion: Exclusion, createdAt: Int, createdBy: String) {
        (self.exclusion, self.createdAt, self.createdBy) = (exclusion, createdAt, createdBy)
    }
}
