import Archive

/// Writes down what a run took, for `runs`.
struct RunRecorder {
    /// Seconds since 1970 UTC.
    let started: Int
    private let clock: () -> Int
    private let start = ContinuousClock.now

    init(clock: @escaping () -> Int) {
        started = clock()
        self.clock = clock
    }

    /// The record of a run that ends now.
    func entry(_ summary: Collection.Summary, _ outcome: RunOutcome, _ detail: String?) -> Run {
        let work = RunStatistics(
            milliseconds: Int((ContinuousClock.now - start) / .milliseconds(1)), models: summary.models.count,
            queries: summary.traffic.requests, retries: summary.traffic.retries, bytes: summary.traffic.bytes)
        return Run(
            started: started, finished: clock(), windows: summary.windows, outcome: outcome, detail: detail, work: work,
            warnings: summary.warnings.map(\.stored))
    }
}
