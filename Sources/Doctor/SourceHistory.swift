import Archive
import Latency

/// What an archive knows of a source's collections.
struct SourceHistory {
    /// Seconds since 1970 UTC.
    let now: Int
    /// Newest first, a few.
    let runs: [Run]
    let hasCollected: Bool
    /// Windows of the last 31 days, from the first that ever was collected, that none of them got; and the first of them.
    let missing: Int
    let firstMissing: Window?

    private static let days = 31

    init(of source: Source, in archive: Archive, now: Int) throws(ArchiveError) {
        self.now = now
        runs = try archive.runs(of: source, after: nil, upTo: now, failed: false, limit: 12)
        let oldest = try archive.oldestWindow(of: source)
        hasCollected = oldest != nil
        // The newest that has ended is not missed yet: its run may be about to start.
        let last = Window(endedAt: now).advanced(by: -1)
        guard let oldest, oldest <= last else {
            (missing, firstMissing) = (0, nil)
            return
        }
        let range = max(oldest, last.advanced(by: -Self.days * 288))...last
        let collected = Set(try archive.collectedWindows(of: source, in: range))
        let absent = range.windows.filter { !collected.contains($0) }
        (missing, firstMissing) = (absent.count, absent.first)
    }
}
