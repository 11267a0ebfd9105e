import Archive
import Latency
import Prometheus

/// One measure of a source in one run: what is due of it, and what was done.
final class MeasureRun {
    let source: Source
    /// What must be said of the source; nil for nothing.
    let resolved: ResolvedSource?
    let plan: CollectionPlan
    let isNew: Bool
    private(set) var summary = Collection.Summary()
    /// What was stored of the last slice.
    private(set) var justStored: [CollectedWindow] = []
    private(set) var isFinished = false
    /// Why it ended early.
    private(set) var failure: CollectionError?
    private let archive: Archive
    private var marks: MarkFinder
    private var backfilled: EmptyWindowFilter
    private var evidence = UnitEvidence()
    private var hasSaid = false
    private var isRecorded = false
    /// The windows that are asked for again whatever is stored, and how many requests they had before.
    private let replaced: (windows: ClosedRange<Window>, before: Int)?

    init(
        of measure: Collection.Measure, _ archive: Archive, at now: Int, backfill: ClosedRange<Window>?, replaces: Bool
    ) throws(ArchiveError) {
        (source, resolved, self.archive) = (measure.source, measure.resolved, archive)
        if replaces, let backfill {
            plan = try CollectionPlan(now: now, again: backfill, of: source, in: archive)
            replaced = (backfill, Self.storedRequests(backfill, of: source, archive))
        } else {
            plan = try CollectionPlan(now: now, backfill: backfill, of: source, in: archive)
            replaced = nil
        }
        let known = Set(try archive.models(of: source).value)
        isNew = known.isEmpty
        marks = MarkFinder(source, known: known, since: plan.collectedFrom)
        backfilled = EmptyWindowFilter(collectedFrom: plan.collectedFrom)
    }

    private var description: SourceDescription { resolved?.description ?? source.description }

    func reader(_ client: PrometheusClient, sharing evidence: TargetEvidence) -> HistogramReader {
        HistogramReader(
            client: client, source: description, names: resolved?.names ?? [], isNew: isNew, evidence: evidence,
            stored: Collection.storedWindows(of: source, in: archive))
    }

    /// The models that any measure of the source had before the run; those of this one before it is told.
    var knownModels: Set<Name> {
        get { marks.known }
        set { marks.known = newValue }
    }

    // MARK: A slice

    /// What is to be stored of a slice, and what the run is then. `hasStored` is to be called once it is.
    func commit(
        of slice: HistogramReader.Slice, _ step: BatchRunner.Step, isWhole: Bool, reader: HistogramReader,
        _ client: PrometheusClient, _ recorder: RunRecorder
    ) throws(ArchiveError) -> (commit: SourceCommit, summary: Collection.Summary) {
        let windows = backfilled.windowsToStore(of: slice.windows)
        var after = summary
        for value in windows.flatMap(\.models) { evidence.add(value.histogram) }
        hasSaid = step.isLast
        let last = step.isLast ? try lastWords(windows, reader, client, at: recorder.started) : []
        after.add(windows, CollectionWarning.forgotten(step.forgotten) + slice.warnings + last)
        after.traffic = client.traffic
        let isDone = step.isLast && isWhole && !plan.replaces
        let run = isDone ? recorder.entry(after, .success, nil) : nil
        let refused = slice.refused.mapValues { Set($0.map(\.model)) }
        let commit = SourceCommit(
            windows, run: run, of: source, refused: refused, doubted: slice.doubted, replaces: plan.replaces)
        return (commit, after)
    }

    /// What a slice shows that explains changes; before it is stored.
    func marks(
        of slice: HistogramReader.Slice, _ windows: [CollectedWindow], _ step: BatchRunner.Step,
        _ reader: HistogramReader, at time: Int
    ) throws(ArchiveError) -> [KeyedMark] {
        // Other histograms have other bounds in every window.
        if !reader.hasOthers {
            try marks.lookForLayouts(in: windows, stored: knownLayouts(around: slice), archive)
        }
        marks.lookForStarts(slice)
        marks.lookForModels(in: windows)
        return marks.found(isLast: step.isLast && !plan.isBackfill, at: time)
    }

    /// Those that models have in the windows around it, too; none where it comes before windows that are stored.
    private func knownLayouts(around slice: HistogramReader.Slice) -> [SeriesKey: BucketLayout] {
        guard !plan.isBackfill, let first = slice.windows.first?.window, let last = slice.windows.last?.window
        else { return [:] }
        return plan.knownLayouts(in: first...last)
    }

    /// Only now: the record of a run that fails counts what was stored.
    func hasStored(_ commit: SourceCommit, _ after: Collection.Summary) {
        (justStored, summary, isRecorded) = (commit.windows, after, commit.run != nil)
    }

    func beginSlice() { justStored = [] }

    func note(_ warnings: [CollectionWarning]) { summary.add([], warnings) }

    /// What is to be said of the source at the end of a run.
    private func lastWords(
        _ pending: [CollectedWindow], _ reader: HistogramReader, _ client: PrometheusClient, at time: Int
    ) throws(ArchiveError) -> [CollectionWarning] {
        var words = resolved?.news(evidence) ?? []
        if isNew, !reader.hasFoundSeries { words.append(.nothingMatches(description)) }
        if !plan.isBackfill { words += try seriesGone(client, pending: pending) }
        let newest = Window(endedAt: time)
        let isFirstOfDay = newest == UTCDay(holding: newest).window(0)
        // Whether the server has targets twice: asked by the first run, and by the first of each day.
        if isNew || isFirstOfDay { words += reader.twiceStored(at: newest).map { [.storedTwice($0)] } ?? [] }
        if isFirstOfDay { words += CollectionWarning.modelsRunningOut(try archive.modelCapacity()) }
        return words
    }

    /// Whether the metric's series are gone: see `VanishedSeries`.
    private func seriesGone(
        _ client: PrometheusClient, pending: [CollectedWindow]
    ) throws(ArchiveError) -> [CollectionWarning] {
        let vanished = try VanishedSeries(of: source, in: archive, pending: pending)
        let selector = resolved?.selector ?? description.metricSelector()
        return [vanished?.warning(of: description, selector, asking: client)].compactMap(\.self)
    }

    // MARK: The end

    /// Once all was asked for, or no more can be.
    func finish(
        _ ending: BatchRunner.Ending, leftOut: BatchRunner.LeftOut?, windowsLeft: Int, _ traffic: ClientTraffic,
        _ recorder: RunRecorder
    ) throws(ArchiveError) {
        (summary.ending, isFinished) = (ending, true)
        if let leftOut {
            note([
                CollectionWarning(
                    .windowsLeft, "\(leftOut.windows.windows) could not be had: \(leftOut.error.message)")
            ])
        }
        if let resolved, hasSaid, resolved.toldAfterwards != source.told {
            try archive.note(resolved.toldAfterwards, of: source)
        }
        summary.windowsLeft = windowsLeft + (leftOut?.windows ?? 0)
        if let replaced {
            let after = Self.storedRequests(replaced.windows, of: source, archive)
            note([.replaced(summary.windows, before: replaced.before, after: after)])
        }
        // A run that was stopped before it had stored anything is none.
        guard !isRecorded, summary.windows > 0 else { return }
        summary.traffic = traffic
        try archive.record(recorder.entry(summary, .success, nil), of: source)
    }

    /// The failure itself is what the user needs to hear of, even if it can't be written down.
    func fail(_ error: CollectionError, _ traffic: ClientTraffic?, _ recorder: RunRecorder) {
        if let traffic { summary.traffic = traffic }
        failure = error
        try? archive.record(recorder.entry(summary, error.outcome, error.message), of: source)
    }

    /// All requests that are stored of some windows.
    private static func storedRequests(_ windows: ClosedRange<Window>, of source: Source, _ archive: Archive) -> Int {
        var requests = 0
        _ = try? archive.forEachWindow(of: source, in: windows, newestFirst: false) { window in
            requests += window.models.reduce(0) { $0 + $1.histogram.requests }
            return true
        }
        return requests
    }
}
