import Archive
import Latency

/// What one run of `collect` will ask for.
package struct CollectionPlan: Sendable {
    /// What is due, newest first; see `DueWindows`.
    package let slices: Batches
    /// Whether the user asked for windows that no run would ask for by itself.
    package let isBackfill: Bool
    /// The windows that every run asks for; without them it has failed.
    let provisional: ClosedRange<Window>

    /// The windows that earlier runs missed, newest first: see `DueWindows.missed`.
    let missed: [ClosedRange<Window>]

    /// The windows that are asked for though they may be collected are among these.
    package let rechecked: ClosedRange<Window>

    /// Whether what is stored is not to be trusted, so that answers replace it.
    let replaces: Bool

    /// The bucket layouts of models whose replicas had a single one in a collected window of the first slice or just
    /// before it.
    let layouts: [SeriesKey: BucketLayout]

    /// The first window that was ever collected or, before any was, the first that a run without a backfill asks for.
    let collectedFrom: Window

    /// For a source that has never been collected.
    ///
    /// - Parameters:
    ///   - now: seconds since 1970 UTC; windows that end later are not due.
    ///   - backfill: windows to fill as well; nil for a plain run.
    ///   - collectedFrom: the first window that counts as collected, though it is due.
    package init(now: Int, backfill: ClosedRange<Window>?, collectedFrom oldest: Window? = nil) {
        slices = Batches(DueWindows.ranges(now: now, backfill: backfill, oldest: oldest) { _ in [] })
        isBackfill = backfill != nil
        provisional = DueWindows.unsettledWindows(at: now)
        missed = []
        layouts = [:]
        replaces = false
        rechecked = DueWindows.windowsAskedAgain(at: now)
        collectedFrom = oldest ?? DueWindows.unsettledWindows(at: now).lowerBound
    }

    /// For a source of which an archive may have windows.
    package init(
        now: Int, backfill: ClosedRange<Window>?, of source: Source, in archive: Archive
    ) throws(ArchiveError) {
        let oldest = try archive.oldestWindow(of: source).value
        isBackfill = backfill != nil
        provisional = DueWindows.unsettledWindows(at: now)
        collectedFrom = oldest ?? DueWindows.unsettledWindows(at: now).lowerBound
        var all: [Window] = []
        if let range = DueWindows.maybeCollected(now: now, backfill: backfill, oldest: oldest) {
            all = try archive.collectedWindows(of: source, in: range).value
        }
        let collected = { (range: ClosedRange<Window>) in all.filter(range.contains) }
        let again = DueWindows.refusedAgain(try archive.refusedWindows(of: source), at: now)
        slices = Batches(
            DueWindows.ranges(now: now, backfill: backfill, oldest: oldest, refused: again, collected: collected))
        let settling = DueWindows.windowsAskedAgain(at: now)
        rechecked = min(settling.lowerBound, again.min() ?? settling.lowerBound)...settling.upperBound
        replaces = false
        missed = DueWindows.missed(now: now, backfill: backfill, oldest: oldest, collected: collected)
        layouts =
            try slices.next.map { (first) throws(ArchiveError) in
                try Self.layouts(of: source, in: archive, around: first)
            } ?? [:]
    }

    /// For windows that are asked for again because what is stored of them is not to be trusted, and for no others.
    ///
    /// - Parameter now: seconds since 1970 UTC.
    package init(
        now: Int, again windows: ClosedRange<Window>, of source: Source, in archive: Archive
    ) throws(ArchiveError) {
        isBackfill = true
        provisional = DueWindows.unsettledWindows(at: now)
        collectedFrom = try archive.oldestWindow(of: source).value ?? provisional.lowerBound
        slices = Batches([windows])
        missed = []
        layouts = [:]
        rechecked = windows
        replaces = true
    }

    /// Whether a measure with the other plan can be asked for along with one of this plan.
    func isDueWith(_ other: CollectionPlan) -> Bool {
        slices.hasWindows(of: other.slices) && missed == other.missed
    }

    /// The bucket layouts of the models that are known to have a single one in a slice. Another layout only comes with an
    /// event, so that no query need ask for theirs.
    func knownLayouts(in windows: ClosedRange<Window>) -> [SeriesKey: BucketLayout] {
        // Nothing is known of a half of it, which may not have the window that was collected.
        windows == slices.next ? layouts : [:]
    }

    private static func layouts(
        of source: Source, in archive: Archive, around slice: ClosedRange<Window>
    ) throws(ArchiveError) -> [SeriesKey: BucketLayout] {
        let known = slice.lowerBound.advanced(by: -1)...slice.upperBound
        var layouts: [SeriesKey: BucketLayout] = [:]
        let damages = try archive.forEachWindow(
            of: source, in: known, newestFirst: true, selection: source.everySeries
        ) { latest in
            for model in latest.models where model.histogram.parts.count == 1 {
                layouts[model.series] = model.histogram.parts[0].layout
            }
            return false
        }
        // A damaged window tells nothing.
        return damages.isEmpty ? layouts : [:]
    }
}
