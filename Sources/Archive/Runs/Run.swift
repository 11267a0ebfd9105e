import Support

/// How a collection ended.
package enum RunOutcome: Hashable, Sendable {
    case success
    case failure(FailureKind)

    /// nil after a success.
    package var failure: FailureKind? { if case .failure(let kind) = self { kind } else { nil } }
}

/// The raw values are stored in archives and shown by `runs`: they never change.
extension RunOutcome: RawRepresentable, CaseIterable {
    package static let allCases = [.success] + FailureKind.allCases.map(RunOutcome.failure)

    package init?(rawValue: String) {
        if rawValue == "success" {
            self = .success
        } else if let kind = FailureKind(rawValue: rawValue) {
            self = .failure(kind)
        } else {
            return nil
        }
    }

    package var rawValue: String { failure?.rawValue ?? "success" }
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
