import Latency

/// Which windows a collection asks for.
package enum DueWindows {
    /// The newest windows are asked for again on every run: scrapes land late.
    package static let provisional = 3
    /// Of these a run just after a full hour asks again: agents that push what they scrape catch up with as much. Days are
    /// sealed no earlier.
    static let pushedLate = 2 * UTCDay.windowsPerHour
    /// A window from which a model was refused is asked for again when it is so many hours old, after what every run and the
    /// one after a full hour ask again: what spoiled an answer may be gone by then.
    static let refusedAgainHours = [3, 4, 8, 16, 23]
    /// How far back a run fills gaps by itself; further back is for a backfill to ask.
    package static let catchUp = 31 * 24 * 12

    /// The windows that every run at `now` (seconds since 1970 UTC) asks for, though they may be collected.
    package static func unsettledWindows(at now: Int) -> ClosedRange<Window> {
        newest(provisional, at: now)
    }

    /// The windows that a run at `now` (seconds since 1970 UTC) asks for again where they are collected.
    package static func windowsAskedAgain(at now: Int) -> ClosedRange<Window> {
        let isHourly = Window(endedAt: now).index.isMultiple(of: UTCDay.windowsPerHour)
        return newest(isHourly ? pushedLate : provisional, at: now)
    }

    /// Those of the windows from which a model was refused that a run at `now` (seconds since 1970 UTC) asks for again.
    static func refusedAgain(_ refused: [Window], at now: Int) -> Set<Window> {
        let newest = Window(endedAt: now)
        guard newest.index.isMultiple(of: UTCDay.windowsPerHour) else { return [] }
        return Set(refused.filter { refusedAgainHours.contains((newest.index - $0.index) / UTCDay.windowsPerHour) })
    }

    private static func newest(_ count: Int, at now: Int) -> ClosedRange<Window> {
        let newest = Window(endedAt: now)
        return newest.advanced(by: 1 - count)...newest
    }

    /// Ranges of due windows, newest first, so that a collection that ends early has done what users look at first.
    ///
    /// Due are the newest windows, those never collected since the first collected one, and with a backfill all of its
    /// windows that were never collected. Those that are asked again for what came late come behind the missed ones: where
    /// time runs out, nothing is missed.
    ///
    /// - Parameters:
    ///   - now: seconds since 1970 UTC; later windows are not due.
    ///   - backfill: windows to fill, or nil for a plain run.
    ///   - oldest: the first window ever collected.
    ///   - refused: see `refusedAgain`.
    ///   - collected: tells which windows of a range have been collected.
    package static func ranges<Failure: Error>(
        now: Int, backfill: ClosedRange<Window>?, oldest: Window?, refused: Set<Window> = [],
        collected: (ClosedRange<Window>) throws(Failure) -> [Window]
    ) throws(Failure) -> [ClosedRange<Window>] {
        let newest = Window(endedAt: now)
        let unsettledFrom = unsettledWindows(at: now).lowerBound
        let againFrom = windowsAskedAgain(at: now).lowerBound
        let from = min(unsettledFrom, max(oldest ?? unsettledFrom, newest.advanced(by: 1 - catchUp)))
        var due = Due()
        let done = Set(try collected(from...newest))
        var again = Due()
        for window in (from...newest).windows.reversed() {
            if window >= unsettledFrom || !done.contains(window) {
                due.append(window)
            } else if window >= againFrom || refused.contains(window) {
                again.append(window)
            }
        }
        due.ranges += again.ranges
        if let backfill, backfill.lowerBound < from {
            let older = backfill.lowerBound...min(backfill.upperBound, from.advanced(by: -1))
            let done = Set(try collected(older))
            for window in older.windows.reversed() where !done.contains(window) { due.append(window) }
        }
        return due.ranges
    }

    /// All windows in reach of a run that may be collected; nil where none is.
    static func maybeCollected(
        now: Int, backfill: ClosedRange<Window>?, oldest: Window?
    ) -> ClosedRange<Window>? {
        let newest = Window(endedAt: now)
        let reach = newest.advanced(by: 1 - catchUp)
        guard let first = oldest.map({ max($0, min(reach, backfill?.lowerBound ?? reach)) }), first <= newest else {
            return nil
        }
        return first...newest
    }

    /// The due windows that earlier runs missed, newest first; with them those of the newest three that never were
    /// collected, if the one before them was missed.
    ///
    /// - Parameters: as of `ranges`.
    static func missed<Failure: Error>(
        now: Int, backfill: ClosedRange<Window>?, oldest: Window?,
        collected: (ClosedRange<Window>) throws(Failure) -> [Window]
    ) throws(Failure) -> [ClosedRange<Window>] {
        guard let all = maybeCollected(now: now, backfill: backfill, oldest: oldest) else { return [] }
        let done = Set(try collected(all))
        var missed = Due()
        for window in all.windows.reversed() where !done.contains(window) { missed.append(window) }
        let provisional = unsettledWindows(at: now)
        return missed.ranges.filter { $0.lowerBound < provisional.lowerBound }
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
