import Archive
import Latency
import Prometheus

/// One run of `collect` over the measures of one source: asks for the windows that are due and stores them, slice by slice,
/// and records itself, for each measure.
package struct Collection {
    /// What is collected: a source of the archive, and what must be said of it.
    package struct Measure {
        let source: Source
        /// nil where nothing is to be said.
        let resolved: ResolvedSource?

        package init(_ source: Source, as resolved: ResolvedSource? = nil) {
            (self.source, self.resolved) = (source, resolved)
        }
    }

    /// What a run did.
    package struct Summary: Sendable {
        package var windows = 0
        /// That had a sample in one of these windows.
        package var models: Set<Name> = []
        /// What was left out and why, each once.
        package var warnings: [CollectionWarning] = []
        /// What it cost to ask, failed attempts included; where several measures are asked for together, that of all.
        package var traffic = ClientTraffic()
        package var ending = BatchRunner.Ending.complete
        /// Windows that were due and are not stored: the next run asks for them.
        package var windowsLeft = 0

        mutating func add(_ stored: [CollectedWindow], _ warnings: [CollectionWarning]) {
            windows += stored.count
            for window in stored { models.formUnion(window.models.map(\.model)) }
            self.warnings += warnings.filter { !self.warnings.contains($0) }
        }
    }

    /// How a run goes about it.
    package struct Options {
        /// Windows to fill, or nil for a plain run.
        package var backfill: ClosedRange<Window>?
        /// Whether the backfill's windows are asked for again where they are stored, and no others: see
        /// `CollectedWindow.replacing`.
        package var replaces = false
        /// How old windows get, in seconds, before only their hours are kept; nil keeps them for ever.
        package var retention: Int?
        /// How many models may have names; see `ModelLimit`.
        package var modelLimit = Defaults.modelLimit
        /// When true, the run comes to an end with what it has stored.
        package var isInterrupted: () -> Bool = { false }

        package init() {}
    }

    private let measures: [Measure]
    private let archive: Archive
    private let options: Options
    /// Seconds since 1970 UTC. Asked at the start, which decides what is due, and at the end.
    private let clock: () -> Int

    /// - Parameter measures: of one source; at least one.
    package init(
        of measures: [Measure], into archive: Archive, _ options: Options = Options(), clock: @escaping () -> Int
    ) {
        (self.measures, self.archive, self.options, self.clock) = (measures, archive, options, clock)
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

    /// Collects what is due. Every slice is one transaction of all measures that have the same windows due; the last one also
    /// records their runs. Then days that are over are sealed.
    ///
    /// A measure that fails keeps no other, unless the server or the archive does. A failed run is recorded, too, if the
    /// archive can be written; the slices before the failure stay.
    ///
    /// - Parameters:
    ///   - connect: makes the client; called once, when it is known what is due.
    ///   - progress: called after every slice, once it is stored.
    /// - Returns: what became of each measure, in their order.
    package func run(
        connect: () throws(PrometheusError) -> PrometheusClient, progress: (CollectionProgress) -> Void
    ) -> [Result<Summary, CollectionError>] {
        let recorder = RunRecorder(clock: clock)
        let runs: [MeasureRun]
        do throws(CollectionError) {
            runs = try started(at: recorder.started)
        } catch {
            for measure in measures {
                try? archive.record(recorder.entry(Summary(), error.outcome, error.message), of: measure.source)
            }
            return measures.map { _ in .failure(error) }
        }
        do throws(CollectionError) {
            let client = try Self.fromServer(connect)
            for group in grouped(runs) { try run(group, of: runs, client, recorder, progress) }
        } catch {
            for run in runs where run.failure == nil && !run.isFinished { run.fail(error, nil, recorder) }
        }
        return runs.map { run in
            if let failure = run.failure { return .failure(failure) }
            do throws(CollectionError) { try tidyUp(run, recorder) } catch { return .failure(error) }
            return .success(run.summary)
        }
    }

    private func started(at now: Int) throws(CollectionError) -> [MeasureRun] {
        try Self.inStorage { () throws(ArchiveError) in
            let runs = try measures.map { (measure) throws(ArchiveError) in
                try MeasureRun(
                    of: measure, archive, at: now, backfill: options.backfill, replaces: options.replaces)
            }
            let known = runs.reduce(into: Set()) { $0.formUnion($1.knownModels) }
            runs.forEach { $0.knownModels = known }
            return runs
        }
    }

    /// The places of measures that have the same windows due: nearly always all of them.
    private func grouped(_ runs: [MeasureRun]) -> [[Int]] {
        var groups: [[Int]] = []
        for place in runs.indices {
            if let group = groups.firstIndex(where: { runs[$0[0]].plan.isDueWith(runs[place].plan) }) {
                groups[group].append(place)
            } else {
                groups.append([place])
            }
        }
        return groups
    }

    /// - Parameter places: those of the measures of the group.
    private func run(
        _ places: [Int], of all: [MeasureRun], _ client: PrometheusClient, _ recorder: RunRecorder,
        _ progress: (CollectionProgress) -> Void
    ) throws(CollectionError) {
        let runs = places.map { all[$0] }
        let limit = try Self.inStorage { () throws(ArchiveError) in
            try ModelLimit(options.modelLimit, of: all.map { ($0.source, $0.plan.rechecked) }, in: archive)
        }
        let evidence = TargetEvidence()
        let readers = runs.map { $0.reader(client, sharing: evidence) }
        var loop = BatchRunner(
            zip(runs, readers).map { ($0.plan, $1) }, limit, client: client, places: places,
            isInterrupted: options.isInterrupted)
        do throws(CollectionError) {
            let ending = try loop.run { (step) throws(CollectionError) in
                try store(step, of: runs, readers, client, recorder)
                let stored = runs.lazy.map(\.justStored).first { !$0.isEmpty } ?? []
                progress(CollectionProgress(stored: stored, done: step.done, total: step.total))
            }
            try Self.inStorage { () throws(ArchiveError) in
                for (place, run) in runs.enumerated() {
                    if let failure = loop.failure(of: place) {
                        run.fail(failure, client.traffic, recorder)
                    } else {
                        try run.finish(
                            ending, leftOut: loop.leftOut(of: place), windowsLeft: loop.windowsLeft, client.traffic,
                            recorder)
                    }
                }
            }
        } catch {
            for run in runs where run.failure == nil && !run.isFinished { run.fail(error, client.traffic, recorder) }
            guard error.isOfAll else { return }
            throw error
        }
    }

    /// One transaction for a slice of all measures that it could be had of.
    private func store(
        _ step: BatchRunner.Step, of runs: [MeasureRun], _ readers: [HistogramReader], _ client: PrometheusClient,
        _ recorder: RunRecorder
    ) throws(CollectionError) {
        runs.forEach { $0.beginSlice() }
        try Self.inStorage { () throws(ArchiveError) in
            var commits: [SourceCommit] = []
            var done: [(run: MeasureRun, after: Summary)] = []
            var marks: [KeyedMark] = []
            for place in runs.indices {
                guard let slice = step.slices[place] else { continue }
                let (commit, after) = try runs[place].commit(
                    of: slice, step, isWhole: step.isWhole[place], reader: readers[place], client, recorder)
                marks += try runs[place].marks(
                    of: slice, commit.windows, step, readers[place], at: recorder.started)
                commits.append(commit)
                done.append((runs[place], after))
            }
            // Before: what is stored is not found to be new again.
            try archive.addMissing(marks)
            let damages = try archive.commit(commits)
            for (one, commit) in zip(done, commits) { one.run.hasStored(commit, one.after) }
            done.first?.run.note(CollectionWarning.damaged(damages))
        }
    }

    // MARK: Afterwards

    /// Only after the run is stored, as what is new goes before what is old. A failure is a failed run of its own.
    ///
    /// A backfill takes its time anyway: it leaves no day for the next runs to seal, and no page that holds nothing.
    private func tidyUp(_ run: MeasureRun, _ recorder: RunRecorder) throws(CollectionError) {
        let (source, now, isBackfill) = (run.source, recorder.started, options.backfill != nil)
        do {
            try Self.inStorage { () throws(ArchiveError) in
                if isBackfill {
                    try archive.seal(of: source, at: now, maximumDays: .max)
                } else {
                    try archive.seal(of: source, at: archive.sealingTime(of: source, at: now))
                }
                if let retention = options.retention, try hasTraffic(of: source, before: now) {
                    try archive.downsampleToHours(of: source, before: now - retention)
                }
                if isBackfill { try archive.releaseFreePages() }
            }
        } catch {
            try? archive.record(recorder.entry(Summary(), error.outcome, error.message), of: source)
            throw error
        }
    }

    /// Whether there was any on the day before a time. Where there was none the clock may be ahead, and what is
    /// stored only seem to be old: what has no traffic takes no space either.
    private func hasTraffic(of source: Source, before time: Int) throws(ArchiveError) -> Bool {
        var found = false
        let day = Window(endedAt: time - UTCDay.seconds)...Window(endedAt: time)
        _ = try archive.forEachWindow(of: source, in: day, newestFirst: true) { window in
            found = window.models.contains { $0.histogram.requests > 0 }
            return !found
        }
        return found
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

    private static func fromServer<T>(_ body: () throws(PrometheusError) -> T) throws(CollectionError) -> T {
        do { return try body() } catch { throw .server(error) }
    }

    private static func inStorage<T>(_ body: () throws(ArchiveError) -> T) throws(CollectionError) -> T {
        do { return try body() } catch { throw .storage(error) }
    }
}

extension CollectionError {
    /// Whether it ends the run of all measures.
    fileprivate var isOfAll: Bool {
        switch self {
        case .storage: true
        case .server(let error): error.isAboutTheServer || error.isOutOfTime || error.isInterruption
        }
    }
}
