import Archive
import Latency

/// What one run of `collect` will ask for.
package struct CollectionPlan: Sendable {
    /// Ranges of due windows, newest first; see `DueWindows`.
    package let slices: [ClosedRange<Window>]
    /// Models whose replicas had a single bucket layout in a collected window of the first slice or just before it.
    /// Another layout only comes with an event, so that within this slice no query need ask for theirs.
    package let uniform: Set<String>

    /// The first window that was ever collected or, before any was, the first that a run without a backfill asks for.
    let collectedFrom: Window

    /// For a source that has never been collected.
    ///
    /// - Parameters:
    ///   - now: seconds since 1970 UTC; windows that end later are not due.
    ///   - backfill: how many windows before `now` to fill; nil for a plain run.
    package init(now: Int, backfill: Int?) {
        slices = DueWindows.slices(now: now, backfill: backfill, oldest: nil) { _ in [] }
        uniform = []
        collectedFrom = DueWindows.firstUnsettled(at: now)
    }

    /// For a source of which an archive may have windows.
    package init(now: Int, backfill: Int?, of source: Source, in archive: Archive) throws(ArchiveError) {
        let oldest = try archive.oldestWindow(of: source)
        collectedFrom = oldest ?? DueWindows.firstUnsettled(at: now)
        slices = try DueWindows.slices(now: now, backfill: backfill, oldest: oldest) {
            (range) throws(ArchiveError) in try archive.collectedWindows(of: source, in: range)
        }
        uniform =
            try slices.first.map { (first) throws(ArchiveError) in
                try Self.uniformModels(of: source, in: archive, around: first)
            } ?? []
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
