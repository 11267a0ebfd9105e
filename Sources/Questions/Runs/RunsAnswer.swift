import Archive
import Latency

/// What collections did, and what went wrong. Unlike other answers it names hosts and paths.
package struct RunsAnswer: Hashable, Sendable {
    /// The runs of one source, newest first.
    package struct SourceRuns: Hashable, Sendable {
        package let source: SourceID
        package let runs: [Run]
    }

    package let request: RunsRequest
    /// In the order in which they were first seen, those without such a run included.
    package let sources: [SourceRuns]
    /// What was left out because it is damaged.
    package var damages = Damages()
}

extension RunsAnswer: TabularAnswer {
    package struct Row: Sendable {
        package let source: SourceID
        package let run: Run
    }

    /// All runs with their sources, newest first.
    package var rows: [Row] {
        let all = sources.flatMap(\.rows)
        // Sorting is stable: of runs that finished in one second, those of one source keep their order.
        return all.sorted { $0.run.finished > $1.run.finished }
    }
    package var layout: AnswerLayout { .runs(self) }
}

extension RunsAnswer.SourceRuns {
    package var rows: [RunsAnswer.Row] { runs.map { RunsAnswer.Row(source: source, run: $0) } }
}
