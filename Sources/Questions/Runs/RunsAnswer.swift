import Archive
import Latency

/// What collections did, and what went wrong. Unlike other answers it names hosts and paths.
package struct RunsAnswer: Hashable, Sendable {
    /// The runs of one source, newest first.
    package struct SourceRuns: Hashable, Sendable {
        package let name: Name
        package let metric: Name
        package let runs: [Run]

        package init(name: Name, metric: Name, runs: [Run]) {
            self.name = name
            self.metric = metric
            self.runs = runs
        }
    }

    package let request: RunsRequest
    /// In the order in which they were first seen, those without such a run included.
    package let sources: [SourceRuns]
    /// What was left out because it is damaged.
    package var damages = Damages()

    package init(request: RunsRequest, sources: [SourceRuns]) {
        self.request = request
        self.sources = sources
    }

    /// All runs with their sources, newest first.
    package var newestFirst: [(source: SourceRuns, run: Run)] {
        let all = sources.flatMap { source in source.runs.map { (source: source, run: $0) } }
        // Sorting is stable: of runs that finished in one second, those of one source keep their order.
        return all.sorted { $0.run.finished > $1.run.finished }
    }
}
