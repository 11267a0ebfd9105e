import Archive
import Latency
import Prometheus

/// One run of `collect`: asks for the windows that are due and stores them, slice by slice, and records itself.
package struct Collection {
    /// What a run did.
    package struct Summary: Sendable {
        package var windows = 0
        /// That had a sample in one of these windows.
        package var models: Set<Name> = []
        /// What was left out and why, each once.
        package var warnings: [CollectionWarning] = []
        /// What it cost to ask, failed attempts included.
        package var traffic = ClientTraffic()
        package var ending = BatchRunner.Ending.complete
        /// Windows that were due and are not stored: the next run asks for them.
        package var windowsLeft = 0

        fileprivate mutating func add(_ stored: [CollectedWindow], _ warnings: [CollectionWarning]) {
            windows += stored.count
            for window in stored { models.formUnion(window.models.map(\.model)) }
            self.warnings += warnings.filter { !self.warnings.contains($0) }
        }
    }

    private let source: Source
    /// What must be said of the source; nil for nothing.
    private let resolved: ResolvedSource?
    private let archive: Archive
    /// Seconds since 1970 UTC. Asked at the start, which decides what is due, and at the end.
    private let clock: () -> Int

    package init(
        of source: Source, as resolved: ResolvedSource? = nil, into archive: Archive, clock: @escaping () -> Int
    ) {
        self.source = source
        self.resolved = resolved
        self.archive = archive
        self.clock = clock
    }

    /// The source of a description, made where it is new. One that is refused because it is known with another selector,
    /// label or unit is a failed run of the known one: health must show that nothing is collected any more.
    package static func source(
        _ description: SourceDescription, in archive: Archive, clock: () -> Int
    ) throws(ArchiveError) -> Source {
        do {
            return try archive.source(description)
        } catch {
            if case .sourceDiffers(let name, let metric, _, _, _) = error,
                let known = try archive.sources().first(where: {
                    $0.description.name == name && $0.description.metric == metric
                })
            {
                let now = clock()
                let run = Run(
                    started: now, finished: now, windows: 0, outcome: .failure(.storage), detail: error.message)
                try? archive.record(run, of: known)
            }
            throw error
        }
    }

    private var description: SourceDescription { resolved?.description ?? source.description }

    /// Collects what is due. Every slice is one transaction; the last one also records the run. Then days that are over
    /// are sealed.
    ///
    /// A failed run is recorded, too, if the archive can be written; the slices before the failure stay.
    ///
    /// - Parameters:
    ///   - backfill: windows to fill, or nil for a plain run.
    ///   - replaces: whether the backfill's windows are asked for again where they are stored, and no others: see
    ///     `CollectedWindow.replacing`.
    ///   - retention: how old windows get, in seconds, before only their hours are kept; nil keeps them for ever.
    ///   - modelLimit: how many models may have names; see `ModelLimit`.
    ///   - connect: makes the client; called once, when it is known what is due.
    ///   - isInterrupted: when true, the run comes to an end with what it has stored.
    ///   - progress: called after every slice, once it is stored.
    package func run(
        backfill: ClosedRange<Window>?, replaces: Bool = false, retention: Int? = nil,
        modelLimit: Int = Defaults.modelLimit,
        connect: () throws(PrometheusError) -> PrometheusClient, isInterrupted: @escaping () -> Bool = { false },
        progress: (CollectionProgress) -> Void
    ) throws(CollectionError) -> Summary {
        let journal = RunRecorder(clock: clock)
        var summary = Summary()
        var client: PrometheusClient?
        do throws(CollectionError) {
            let plan = try Self.inStorage { () throws(ArchiveError) in
                if replaces, let backfill {
                    return try CollectionPlan(now: journal.started, again: backfill, of: source, in: archive)
                }
                return try CollectionPlan(now: journal.started, backfill: backfill, of: source, in: archive)
            }
            let replaced = plan.replaces ? backfill : nil
            let before = replaced.map(storedRequests)
            let limit = try Self.inStorage { () throws(ArchiveError) in
                try ModelLimit(modelLimit, of: source, in: archive, rechecked: plan.rechecked)
            }
            let isNew = try Self.inStorage { () throws(ArchiveError) in try archive.models(of: source).value.isEmpty }
            let connected = try Self.fromServer(connect)
            client = connected
            let reader = HistogramReader(
                client: connected, source: description, names: resolved?.names ?? [], isNew: isNew,
                stored: Self.storedWindows(of: source, in: archive))
            var evidence = UnitEvidence()
            var hasSaid = false
            var backfilled = EmptyWindowFilter(collectedFrom: plan.collectedFrom)
            var loop = BatchRunner(
                plan, limit, client: connected, reader: reader, isInterrupted: isInterrupted)
            var isRecorded = false
            summary.ending = try loop.run { (step) throws(CollectionError) in
                let windows = backfilled.windowsToStore(of: step.slice.windows)
                var after = summary
                for value in windows.flatMap(\.models) { evidence.add(value.histogram) }
                hasSaid = step.isLast
                let remarks = step.isLast ? remarks(evidence, foundNothing: isNew && !reader.hasFoundSeries) : []
                let gone = step.isLast && !plan.isBackfill ? try seriesGone(connected, pending: windows) : []
                let twice = step.isLast ? storedTwice(reader, at: journal.started, isNew: isNew) : []
                let full = step.isLast ? try modelsRunningOut(at: journal.started) : []
                after.add(windows, step.warnings + remarks + gone + twice + full)
                after.traffic = connected.traffic
                let run = step.isLast && step.isWhole && !plan.replaces ? journal.entry(after, .success, nil) : nil
                let damages = try Self.inStorage { () throws(ArchiveError) in
                    try archive.commit(
                        windows, run: run, of: source,
                        refused: step.slice.refused.mapValues { Set($0.map(\.model)) },
                        doubted: step.slice.doubted, replaces: plan.replaces)
                }
                // Only now: the record of a run that fails counts what was stored.
                summary = after
                summary.add([], CollectionWarning.damaged(damages))
                isRecorded = run != nil
                progress(CollectionProgress(stored: windows, done: step.done, total: step.total))
            }
            summary.add([], loop.warnings)
            if let resolved, hasSaid, resolved.toldAfterwards != source.told {
                try Self.inStorage { () throws(ArchiveError) in try archive.note(resolved.toldAfterwards, of: source) }
            }
            summary.windowsLeft = loop.windowsLeft + (loop.leftOut?.windows ?? 0)
            if let replaced, let before {
                summary.add([], [.replaced(summary.windows, before: before, after: storedRequests(replaced))])
            }
            // A run that was stopped before it had stored anything is none.
            if !isRecorded, summary.windows > 0 {
                summary.traffic = connected.traffic
                let run = journal.entry(summary, .success, nil)
                try Self.inStorage { () throws(ArchiveError) in try archive.record(run, of: source) }
            }
        } catch {
            if let client { summary.traffic = client.traffic }
            // The failure itself is what the user needs to hear of, even if it can't be written down.
            try? archive.record(journal.entry(summary, error.outcome, error.message), of: source)
            throw error
        }
        try tidyUp(journal, retention, afterBackfill: backfill != nil)
        return summary
    }

    /// What is to be said of the source itself.
    private func remarks(_ evidence: UnitEvidence, foundNothing: Bool) -> [CollectionWarning] {
        (resolved?.news(evidence) ?? []) + (foundNothing ? [.nothingMatches(source.description)] : [])
    }

    /// Whether the server has targets twice: asked by the first run, and by the first of each day.
    private func storedTwice(_ reader: HistogramReader, at time: Int, isNew: Bool) -> [CollectionWarning] {
        let newest = Window(endedAt: time)
        guard isNew || newest == UTCDay(holding: newest).window(0) else { return [] }
        return reader.twiceStored(at: newest).map { [.storedTwice($0)] } ?? []
    }

    /// Whether the archive can soon name no more new models: asked by the first run of each day.
    private func modelsRunningOut(at time: Int) throws(CollectionError) -> [CollectionWarning] {
        let newest = Window(endedAt: time)
        guard newest == UTCDay(holding: newest).window(0) else { return [] }
        return CollectionWarning.modelsRunningOut(
            try Self.inStorage { () throws(ArchiveError) in try archive.modelCapacity() })
    }

    /// Whether the metric's series are gone: see `VanishedSeries`.
    private func seriesGone(
        _ client: PrometheusClient, pending: [CollectedWindow]
    ) throws(CollectionError) -> [CollectionWarning] {
        let vanished = try Self.inStorage { () throws(ArchiveError) in
            try VanishedSeries(of: source, in: archive, pending: pending)
        }
        let selector = resolved?.selector ?? description.metricSelector()
        return [vanished?.warning(of: description, selector, asking: client)].compactMap(\.self)
    }

    /// All requests that are stored of some windows.
    private func storedRequests(_ windows: ClosedRange<Window>) -> Int {
        var requests = 0
        _ = try? archive.forEachWindow(of: source, in: windows, newestFirst: false) { window in
            requests += window.models.reduce(0) { $0 + $1.histogram.requests }
            return true
        }
        return requests
    }

    /// What is damaged is as if it were not there: another command tells of it.
    package static func storedWindows(of source: Source, in archive: Archive) -> HistogramReader.StoredWindows {
        { series, range in
            var windows: Set<Window> = []
            var selection = source.everySeries
            selection.models = [series.model]
            _ = try? archive.forEachWindow(of: source, in: range, newestFirst: false, selection: selection) { window in
                if window.models.contains(where: { $0.series == series && $0.histogram.requests > 0 }) {
                    windows.insert(window.window)
                }
                return true
            }
            return windows
        }
    }

    /// Only after the run is stored, as what is new goes before what is old. A failure is a failed run of its own.
    ///
    /// A backfill takes its time anyway: it leaves no day for the next runs to seal, and no page that holds nothing.
    private func tidyUp(
        _ journal: RunRecorder, _ retention: Int?, afterBackfill: Bool
    ) throws(CollectionError) {
        do {
            try Self.inStorage { () throws(ArchiveError) in
                if afterBackfill {
                    try archive.seal(of: source, at: journal.started, maximumDays: .max)
                } else {
                    try archive.seal(of: source, at: journal.started)
                }
                if let retention, try hasTraffic(before: journal.started) {
                    try archive.downsampleToHours(of: source, before: journal.started - retention)
                }
                if afterBackfill { try archive.releaseFreePages() }
            }
        } catch {
            try? archive.record(journal.entry(Summary(), error.outcome, error.message), of: source)
            throw error
        }
    }

    /// Whether there was any on the day before a time. Where there was none the clock may be ahead, and what is
    /// stored only seem to be old: what has no traffic takes no space either.
    private func hasTraffic(before time: Int) throws(ArchiveError) -> Bool {
        var found = false
        let day = Window(endedAt: time - UTCDay.seconds)...Window(endedAt: time)
        _ = try archive.forEachWindow(of: source, in: day, newestFirst: true) { window in
            found = window.models.contains { $0.histogram.requests > 0 }
            return !found
        }
        return found
    }

    private static func fromServer<T>(_ body: () throws(PrometheusError) -> T) throws(CollectionError) -> T {
        do { return try body() } catch { throw .server(error) }
    }

    private static func inStorage<T>(_ body: () throws(ArchiveError) -> T) throws(CollectionError) -> T {
        do { return try body() } catch { throw .storage(error) }
    }
}
