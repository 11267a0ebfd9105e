import Latency

/// Which windows a collection asks for.
package enum DueWindows {
    /// The newest windows are asked for again on every run: scrapes land late.
    package static let unsettled = 3
    /// How far back a run fills gaps by itself; further back is for a backfill to ask.
    package static let catchUp = 31 * 24 * 12

    /// The oldest window that every run at `now` (seconds since 1970 UTC) asks for.
    static func firstUnsettled(at now: Int) -> Window { Window(endedAt: now).advanced(by: 1 - unsettled) }

    /// The windows that every run at `now` (seconds since 1970 UTC) asks for, though they may be collected.
    package static func unsettledWindows(at now: Int) -> ClosedRange<Window> {
        firstUnsettled(at: now)...Window(endedAt: now)
    }

    /// Ranges of due windows, newest first, so that a collection that ends early has done what users look at first.
    ///
    /// Due are the newest windows, those never collected since the first collected one, and with a backfill all of its
    /// windows that were never collected.
    ///
    /// - Parameters:
    ///   - now: seconds since 1970 UTC; later windows are not due.
    ///   - backfill: windows to fill, or nil for a plain run.
    ///   - oldest: the first window ever collected.
    ///   - collected: tells which windows of a range have been collected.
    package static func ranges<Failure: Error>(
        now: Int, backfill: ClosedRange<Window>?, oldest: Window?,
        collected: (ClosedRange<Window>) throws(Failure) -> [Window]
    ) throws(Failure) -> [ClosedRange<Window>] {
        let newest = Window(endedAt: now)
        let unsettledFrom = firstUnsettled(at: now)
        let from = min(unsettledFrom, max(oldest ?? unsettledFrom, newest.advanced(by: 1 - catchUp)))
        var due = Due()
        let done = Set(try collected(from...newest))
        for window in (from...newest).windows.reversed() where window >= unsettledFrom || !done.contains(window) {
            due.append(window)
        }
        if let backfill, backfill.lowerBound < from {
            let older = backfill.lowerBound...min(backfill.upperBound, from.advanced(by: -1))
            let done = Set(try collected(older))
            for window in older.windows.reversed() where !done.contains(window) { due.append(window) }
        }
        return due.ranges
    }

    /// Windows that come newest first, neighbours put together.
    private struct Due {
        var ranges: [ClosedRange<Window>] = []

        mutating func append(_ window: Window) {
            if let last = ranges.last, last.lowerBound == window.advanced(by: 1) {
                ranges[ranges.count - 1] = window...last.upperBound
            } else {
                ranges.append(window...window)
            }
        }
    }
}
