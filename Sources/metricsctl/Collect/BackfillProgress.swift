import Collector
import Latency
import Synchronization

/// What people see of a backfill: one bar on a terminal for all sources together, a line per slice with `--verbose`.
final class BackfillProgress: Sendable {
    private struct State {
        let line: ProgressLine
        /// By source, as far as they have begun.
        var windows: [Name: (done: Int, total: Int)] = [:]
    }

    private let isVerbose: Bool
    private let context: Context
    private let state: Mutex<State>

    /// - Parameter isBackfill: a plain run has no bar.
    init(isVerbose: Bool, isBackfill: Bool, in context: Context) {
        self.isVerbose = isVerbose
        self.context = context
        state = Mutex(State(line: ProgressLine(of: "windows", isWanted: isBackfill && !isVerbose, in: context)))
    }

    func show(_ progress: CollectionProgress, of source: Name) {
        if isVerbose { context.output.note(text(progress)) }
        state.withLock { state in
            state.windows[source] = (progress.done, progress.total)
            let all = state.windows.values
            state.line.show(done: all.map(\.done).reduce(0, +), total: all.map(\.total).reduce(0, +))
        }
    }

    /// Takes the bar away.
    func end() { state.withLock { $0.line.end() } }

    private func text(_ progress: CollectionProgress) -> String {
        let values = progress.stored.flatMap(\.models)
        let requests = values.lazy.map(\.histogram.requests).clampedSum
        let newest = progress.stored.map(\.window).max()
        let upTo = newest.map { " up to \(self.context.text($0.end))" } ?? ""
        return "stored \(progress.stored.count.of("window"))\(upTo): "
            + "\(Set(values.map(\.model)).count.of("model")), \(requests.of("request"))"
    }
}
