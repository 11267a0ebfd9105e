import Latency

extension Archive {
    /// The first window that was collected.
    package func oldestWindow(of source: Source) throws(ArchiveError) -> Read<Window?> {
        try outermostWindow(of: source, newest: false)
    }

    /// The last window that was collected.
    package func newestWindow(of source: Source) throws(ArchiveError) -> Read<Window?> {
        try outermostWindow(of: source, newest: true)
    }

    /// Whether any window was ever collected, be it gone by now.
    package func hasCollected(_ source: Source) throws(ArchiveError) -> Bool {
        let newest = try newestWindow(of: source)
        return newest.value != nil || !newest.damages.isEmpty
    }

    /// The windows of a range that were collected, oldest first, without reading what is in them.
    package func collectedWindows(
        of source: Source, in range: ClosedRange<Window>
    ) throws(ArchiveError) -> Read<[Window]> {
        try read { () throws(ArchiveError) in
            var windows: [Window] = []
            try refreshCatalogue(of: source)
            reportGone(of: source, in: range)
            for part in try storedParts(of: source, in: range, newestFirst: false) {
                switch part {
                case .hot(let part): windows += try hotWindows(of: source, in: part)
                case .sealed(let day, let coverage):
                    windows += day.windows.windows.filter { range.contains($0) && coverage.contains(day.slot(of: $0)) }
                }
            }
            return windows
        }
    }

    func hotWindows(of source: Source, in range: ClosedRange<Window>) throws(ArchiveError) -> [Window] {
        try store.hotWindows(of: source.id, in: range, newestFirst: false, limit: nil)
    }

    private func outermostWindow(of source: Source, newest: Bool) throws(ArchiveError) -> Read<Window?> {
        try read { () throws(ArchiveError) in
            let hot = try store.hotWindows(
                of: source.id, in: Window(index: 0)...Window(index: HotKey.last), newestFirst: newest, limit: 1
            ).first
            let (sealed, day) = try outermostSealedWindow(of: source, newest: newest)
            let found = [hot, sealed].compactMap(\.self).min { newest ? $0 > $1 : $0 < $1 }
            try reportGone(of: source, beyond: found, day, newest: newest)
            return found
        }
    }

    /// Notes what lay further out than what is there.
    private func reportGone(
        of source: Source, beyond window: Window?, _ day: UTCDay?, newest: Bool
    ) throws(ArchiveError) {
        guard let inventory = try inventory(of: source.id) else { return report(withoutInventory(source)) }
        if let stretch = inventory.windows.stretch(beyond: window?.index, last: newest) {
            report(gone(Self.windows(stretch), of: source))
        }
        let days = [day, window.map { UTCDay(holding: $0) }].compactMap { $0?.index }
        if let stretch = inventory.days.stretch(beyond: newest ? days.max() : days.min(), last: newest) {
            report(gone(Self.windowsOfDays(stretch), of: source))
        }
    }

    /// With the outermost sealed day, whose coverage may be damaged.
    private func outermostSealedWindow(
        of source: Source, newest: Bool
    ) throws(ArchiveError) -> (window: Window?, day: UTCDay?) {
        var outermost: UTCDay?
        var window: Window?
        // One row, unless it is damaged.
        try store.coverages(of: source.id, in: DayKey.allDays, newestFirst: newest) { place, bytes in
            let (day, coverage) = coverage(at: place, bytes, of: source)
            outermost = outermost ?? day
            let runs = coverage?.runs(in: 0...UTCDay.windows - 1) ?? []
            window = (newest ? runs.last?.upperBound : runs.first?.lowerBound).map { day.window($0) }
            return window == nil
        }
        return (window, outermost)
    }
}
