import Archive
import Latency

/// What one run of `collect` will ask for.
package struct CollectionPlan: Sendable {
    /// What is due, newest first; see `DueWindows`.
    package let slices: Slices
    /// Whether the user asked for windows that no run would ask for by itself.
    package let isBackfill: Bool
    /// The windows that every run asks for; without them it has failed.
    let unsettled: ClosedRange<Window>

    /// The windows that earlier runs missed, newest first: see `DueWindows.missed`.
    let missed: [ClosedRange<Window>]

    /// Models whose replicas had a single bucket layout in a collected window of the first slice or just before it.
    let uniform: Set<String>

    /// The first window that was ever collected or, before any was, the first that a run without a backfill asks for.
    let collectedFrom: Window

    /// For a source that has never been collected.
    ///
    /// - Parameters:
    ///   - now: seconds since 1970 UTC; windows that end later are not due.
    ///   - backfill: windows to fill as well; nil for a plain run.
    ///   - collectedFrom: the first window that counts as collected, though it is due.
    package init(now: Int, backfill: ClosedRange<Window>?, collectedFrom oldest: Window? = nil) {
        slices = Slices(DueWindows.ranges(now: now, backfill: backfill, oldest: oldest) { _ in [] })
        isBackfill = backfill != nil
        unsettled = DueWindows.unsettledWindows(at: now)
        missed = []
        uniform = []
        collectedFrom = oldest ?? DueWindows.unsettledWindows(at: now).lowerBound
    }

    /// For a source of which an archive may have windows.
    package init(
        now: Int, backfill: ClosedRange<Window>?, of source: Source, in archive: Archive
    ) throws(ArchiveError) {
        let oldest = try archive.oldestWindow(of: source)
        isBackfill = backfill != nil
        unsettled = DueWindows.unsettledWindows(at: now)
        collectedFrom = oldest ?? DueWindows.unsettledWindows(at: now).lowerBound
        var all: [Window] = []
        if let range = DueWindows.maybeCollected(now: now, backfill: backfill, oldest: oldest) {
            all = try archive.collectedWindows(of: source, in: range)
        }
        let collected = { (range: ClosedRange<Window>) in all.filter(range.contains) }
        slices = Slices(DueWindows.ranges(now: now, backfill: backfill, oldest: oldest, collected: collected))
        missed = DueWindows.missed(now: now, backfill: backfill, oldest: oldest, collected: collected)
        uniform =
            try slices.next.map { (first) throws(ArchiveError) in
                try Self.uniformModels(of: source, in: archive, around: first)
            } ?? []
    }

    /// The models that are known to have a single bucket layout in a slice. Another layout only comes with an event, so
    /// that no query need ask for theirs.
    func uniformModels(in windows: ClosedRange<Window>) -> Set<String> {
        // Nothing is known of a half of it, which may not have the window that was collected.
        windows == slices.next ? uniform : []
    }

    private static func uniformModels(
        of source: Source, in archive: Archive, around slice: ClosedRange<Window>
    ) throws(ArchiveError) -> Set<String> {
        let known = slice.lowerBound.advanced(by: -1)...slice.upperBound
        var uniform: Set<String> = []
        let models = Set(try archive.models(of: source))
        try archive.forEachWindow(of: source, in: known, newestFirst: true, models: nil) { latest in
            uniform = models.subtracting(latest.models.filter { $0.histogram.parts.count > 1 }.map(\.model))
            return false
        }
        // A damaged window tells nothing.
        return archive.takeDamages().isEmpty ? uniform : []
    }
}
