import Support

/// Which runs are asked for.
package struct RunsRequest: Hashable, Sendable {
    /// So many of each source where no time is named.
    package static let usual = 20

    /// Only runs that finished later; seconds since 1970 UTC. nil: the newest `usual` ones, however old.
    package let start: Int?
    /// Only runs that finished then or earlier; seconds since 1970 UTC.
    package let end: Int
    package let failed: Bool

    init(parameters: QueryParameters, now: Int) throws(RequestError) {
        end = now
        failed = parameters["failed"] != nil
        guard let since = parameters["since"] else {
            start = nil
            return
        }
        if let span = TimeSpan(since) {
            start = now - span.seconds
        } else if let time = Timestamp.parse(since) {
            // A run that finished at that very second is since then.
            start = time - 1
        } else {
            throw .badSince(since)
        }
    }
}
