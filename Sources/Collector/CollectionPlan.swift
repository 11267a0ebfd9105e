import Archive
import Latency

/// What one run of `collect` will ask for.
package struct CollectionPlan: Sendable {
    /// Ranges of due windows, newest first; see `DueWindows`.
    package let slices: [ClosedRange<Window>]
    /// Models whose replicas had a single bucket layout when they were last collected. Another layout only comes with an
    /// event, so no query need ask for theirs.
    package let uniform: Set<String>

    /// For a source that has never been collected.
    ///
    /// - Parameters:
    ///   - now: seconds since 1970 UTC; windows that end later are not due.
    ///   - backfill: how many windows before `now` to fill; nil for a plain run.
    package init(now: Int, backfill: Int?) {
        slices = DueWindows.slices(now: now, backfill: backfill, oldest: nil) { _ in [] }
        uniform = []
    }

    /// For a source of which an archive may have windows.
    package init(now: Int, backfill: Int?, of source: Source, in archive: Archive) throws(ArchiveError) {
        let oldest = try archive.oldestWindow(of: source)
        slices = try DueWindows.slices(now: now, backfill: backfill, oldest: oldest) {
            (range) throws(ArchiveError) in try archive.collectedWindows(of: source, in: range)
        }
        var models = Set(try archive.models(of: source))
        let newest = Window(endedAt: now)
        let recent = newest.advanced(by: -DueWindows.catchUp)...newest
        do {
            try archive.forEachWindow(of: source, in: recent, newestFirst: true, models: nil) { latest in
                for model in latest.models where model.histogram.parts.count > 1 { models.remove(model.model) }
                return false
            }
        } catch ArchiveError.damagedWindow {
            // It tells nothing of any model, and must not keep this run from replacing it.
            models = []
        }
        uniform = models
    }
}
