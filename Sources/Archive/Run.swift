/// How a collection ended. The raw values are stored in archives and shown by `health`: they never change.
package enum RunOutcome: String, CaseIterable, Sendable {
    case success
    case unreachable
    case timeout
    case unauthorized
    case rejected
    case partialData = "partial_data"
    case badResponse = "bad_response"
    case storage
}

/// One collection of one source, whether it went well or not.
package struct Run: Hashable, Sendable {
    /// Seconds since 1970 UTC.
    package let started: Int
    /// Seconds since 1970 UTC.
    package let finished: Int
    /// How many windows it stored.
    package let windows: Int
    package let outcome: RunOutcome
    /// What went wrong, for people; it may name hosts and paths.
    package let detail: String?

    package init(started: Int, finished: Int, windows: Int, outcome: RunOutcome, detail: String?) {
        self.started = started
        self.finished = finished
        self.windows = windows
        self.outcome = outcome
        self.detail = detail
    }
}
