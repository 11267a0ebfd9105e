import Archive
import Latency
import Prometheus

/// One run of `collect`: asks for the windows that are due and stores them, slice by slice, and records itself.
package struct Collection {
    /// What a run did.
    package struct Summary: Sendable {
        package var windows = 0
        /// What was left out and why, each once.
        package var warnings: [String] = []
    }

    private let archive: Archive
    private let source: Source
    private let client: PrometheusClient
    /// Seconds since 1970 UTC. Asked at the start, which decides what is due, and at the end.
    private let clock: () -> Int

    package init(of source: Source, from client: PrometheusClient, into archive: Archive, clock: @escaping () -> Int) {
        self.source = source
        self.client = client
        self.archive = archive
        self.clock = clock
    }

    /// Collects what is due. Every slice is one transaction; the last one also records the run.
    ///
    /// A failed run is recorded, too, if the archive can be written; the slices before the failure stay.
    ///
    /// - Parameters:
    ///   - backfill: how many windows back to fill, or nil for a plain run.
    ///   - progress: told of every slice once it is stored.
    package func run(
        backfill: Int?, progress: (HistogramReader.Slice) -> Void = { _ in }
    ) throws(CollectionError) -> Summary {
        let started = clock()
        var summary = Summary()
        do throws(CollectionError) {
            let slices = try dueSlices(at: started, backfill)
            let reader = try makeReader(at: started)
            for (index, windows) in slices.enumerated() {
                let slice = try Self.fromServer { () throws(PrometheusError) in try reader.read(windows) }
                summary.windows += slice.windows.count
                summary.warnings += slice.warnings.filter { !summary.warnings.contains($0) }
                let isLast = index == slices.count - 1
                let run = isLast ? ended(started, summary, .success, detail(of: summary.warnings)) : nil
                try Self.inStorage { () throws(ArchiveError) in try archive.commit(slice.windows, run: run, of: source) }
                progress(slice)
            }
        } catch {
            // The failure itself is what the user needs to hear of, even if it can't be written down.
            try? archive.record(ended(started, summary, error.outcome, error.message), of: source)
            throw error
        }
        return summary
    }

    /// Asks like `run`, but stores and records nothing.
    package func preview(backfill: Int?, _ show: (HistogramReader.Slice) -> Void) throws(CollectionError) {
        let now = clock()
        let reader = try makeReader(at: now)
        for windows in try dueSlices(at: now, backfill) {
            show(try Self.fromServer { () throws(PrometheusError) in try reader.read(windows) })
        }
    }

    private func ended(_ started: Int, _ summary: Summary, _ outcome: RunOutcome, _ detail: String?) -> Run {
        Run(started: started, finished: clock(), windows: summary.windows, outcome: outcome, detail: detail)
    }

    private func detail(of warnings: [String]) -> String? {
        warnings.isEmpty ? nil : warnings.joined(separator: "; ")
    }

    private func dueSlices(at now: Int, _ backfill: Int?) throws(CollectionError) -> [ClosedRange<Window>] {
        try Self.inStorage { () throws(ArchiveError) in
            let oldest = try archive.oldestWindow(of: source)
            return try DueWindows.slices(now: now, backfill: backfill, oldest: oldest) {
                (range) throws(ArchiveError) in try archive.collectedWindows(of: source, in: range)
            }
        }
    }

    /// A reader that needn't ask about the bucket layouts of models whose replicas had a single one when they were
    /// last collected: another layout only comes with an event.
    private func makeReader(at now: Int) throws(CollectionError) -> HistogramReader {
        let uniform = try Self.inStorage { () throws(ArchiveError) -> Set<String> in
            var models = Set(try archive.models(of: source))
            let newest = Window(endedAt: now)
            let recent = newest.advanced(by: -DueWindows.catchUp)...newest
            try archive.forEachWindow(of: source, in: recent, newestFirst: true, models: nil) { latest in
                for model in latest.models where model.histogram.parts.count > 1 { models.remove(model.model) }
                return false
            }
            return models
        }
        let description = source.description
        let selector = MetricSelector(
            metric: description.metric, selector: description.selector, modelLabel: description.modelLabel)
        return HistogramReader(client: client, selector: selector, unit: description.unit, uniform: uniform)
    }

    private static func fromServer<T>(_ body: () throws(PrometheusError) -> T) throws(CollectionError) -> T {
        do { return try body() } catch { throw .server(error) }
    }

    private static func inStorage<T>(_ body: () throws(ArchiveError) -> T) throws(CollectionError) -> T {
        do { return try body() } catch { throw .storage(error) }
    }
}
