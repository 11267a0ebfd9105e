import Collector

/// What people see of a backfill: a bar on a terminal, a line per slice with `--verbose`.
final class BackfillProgress {
    private let isVerbose: Bool
    private let context: Context
    private let line: ProgressLine

    /// - Parameter isBackfill: a plain run has no bar.
    init(isVerbose: Bool, isBackfill: Bool, in context: Context) {
        self.isVerbose = isVerbose
        self.context = context
        line = ProgressLine(of: "windows", isWanted: isBackfill && !isVerbose, in: context)
    }

    func show(_ progress: CollectionProgress) {
        if isVerbose { context.output.note(text(progress)) }
        line.show(done: progress.done, total: progress.total)
    }

    /// Takes the bar away.
    func end() { line.end() }

    private func text(_ progress: CollectionProgress) -> String {
        let values = progress.stored.flatMap(\.models)
        let requests = values.lazy.map(\.histogram.requests).clampedSum
        let newest = progress.stored.map(\.window).max()
        let upTo = newest.map { " up to \(self.context.text($0.end))" } ?? ""
        return "stored \(progress.stored.count.of("window"))\(upTo): "
            + "\(Set(values.map(\.model)).count.of("model")), \(requests.of("request"))"
    }
}
