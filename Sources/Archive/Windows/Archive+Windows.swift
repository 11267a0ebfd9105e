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
            try forEachDay(of: source, in: range, newestFirst: false) { (part) throws(ArchiveError) in
                switch part {
                case .hot(let part): windows += try hotWindows(of: source, in: part)
                case .sealed(let day, let coverage):
                    windows += day.windows.windows.filter { range.contains($0) && coverage.contains(day.slot(of: $0)) }
                }
                return true
            }
            return windows
        }
    }

    func hotWindows(of source: Source, in range: ClosedRange<Window>) throws(ArchiveError) -> [Window] {
        guard let keys = HotKey.range(source: source.id, windows: range) else { return [] }
        let sql = "SELECT key FROM hot WHERE key BETWEEN ?1 AND ?2 ORDER BY key"
        return try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, keys.lowerBound)
            try statement.bind(2, keys.upperBound)
            var windows: [Window] = []
            while try statement.step() { windows.append(HotKey.window(of: statement.integer(0))) }
            return windows
        }
    }

    private func outermostWindow(of source: Source, newest: Bool) throws(ArchiveError) -> Read<Window?> {
        try read { () throws(ArchiveError) in
            let hot = try outermostHotWindow(of: source, newest: newest)
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

    private func outermostHotWindow(of source: Source, newest: Bool) throws(ArchiveError) -> Window? {
        let keys = HotKey.range(source: source.id)
        let order = newest ? "DESC" : "ASC"
        let sql = "SELECT key FROM hot WHERE key BETWEEN ?1 AND ?2 ORDER BY key \(order) LIMIT 1"
        return try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, keys.lowerBound)
            try statement.bind(2, keys.upperBound)
            return try statement.step() ? HotKey.window(of: statement.integer(0)) : nil
        }
    }

    /// With the outermost sealed day, whose coverage may be damaged.
    private func outermostSealedWindow(
        of source: Source, newest: Bool
    ) throws(ArchiveError) -> (window: Window?, day: UTCDay?) {
        let keys = DayKey.coverages(source: source.id)
        let order = newest ? "DESC" : "ASC"
        let sql = "SELECT key, body FROM coverage WHERE key BETWEEN ?1 AND ?2 ORDER BY key \(order)"
        return try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, keys.lowerBound)
            try statement.bind(2, keys.upperBound)
            var outermost: UTCDay?
            // One row, unless it is damaged.
            while try statement.step() {
                let (day, coverage) = coverage(in: statement, of: source)
                outermost = outermost ?? day
                let runs = coverage?.runs(in: 0...UTCDay.windows - 1) ?? []
                if let slot = newest ? runs.last?.upperBound : runs.first?.lowerBound {
                    return (day.window(slot), outermost)
                }
            }
            return (nil, outermost)
        }
    }
}
