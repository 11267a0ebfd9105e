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

/// What a run took and did.
package struct RunStatistics: Hashable, Sendable {
    /// How long it took, on a clock that nobody sets.
    package var milliseconds = 0
    /// Models that had a sample in a window that it stored.
    package var models = 0
    /// Requests sent to the server, those that were tried again included.
    package var queries = 0
    /// How many of these were tries after a first one that failed.
    package var retries = 0
    /// Bytes of the server's whole answers as they came, mostly compressed.
    package var bytes = 0

    package init(milliseconds: Int = 0, models: Int = 0, queries: Int = 0, retries: Int = 0, bytes: Int = 0) {
        self.milliseconds = milliseconds
        self.models = models
        self.queries = queries
        self.retries = retries
        self.bytes = bytes
    }
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
    /// nil for runs from before this was written down.
    package let work: RunStatistics?
    /// What was left out and why, for people; it may name models.
    package let warnings: [String]

    package init(
        started: Int, finished: Int, windows: Int, outcome: RunOutcome, detail: String?, work: RunStatistics? = nil,
        warnings: [String] = []
    ) {
        self.started = started
        self.finished = finished
        self.windows = windows
        self.outcome = outcome
        self.detail = detail
        self.work = work
        self.warnings = warnings
    }
}
