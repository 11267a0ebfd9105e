import Collector

/// What people see of a backfill: a bar on a terminal, a line per slice with `--verbose`.
final class BackfillProgress {
    private let isVerbose: Bool
    private let showsBar: Bool
    /// Seconds of a clock that only goes forward.
    private let clock: () -> Double
    private let start: Double

    /// - Parameter isBackfill: a plain run has no bar.
    init(isVerbose: Bool, isBackfill: Bool, clock: @escaping () -> Double) {
        self.isVerbose = isVerbose
        showsBar =
            isBackfill && !isVerbose && Surroundings.errorTerminal.isTerminal && Surroundings.variable("TERM") != "dumb"
        self.clock = clock
        start = clock()
    }

    func show(_ progress: CollectionProgress) {
        if isVerbose { Output.note(line(progress)) }
        guard showsBar else { return }
        let bar = ProgressBar(done: progress.done, total: progress.total, seconds: clock() - start)
        Output.status(bar.text(width: Surroundings.errorTerminal.width))
    }

    /// Takes the bar away.
    func end() {
        if showsBar { Output.status("") }
    }

    private func line(_ progress: CollectionProgress) -> String {
        let values = progress.stored.flatMap(\.models)
        let requests = values.reduce(0) { $0 + $1.histogram.requests }
        let newest = progress.stored.map(\.window).max()
        let upTo = newest.map { " up to \(Surroundings.text($0.end))" } ?? ""
        return "stored \(progress.stored.count.of("window"))\(upTo): "
            + "\(Set(values.map(\.model)).count.of("model")), \(requests.of("request"))"
    }
}
