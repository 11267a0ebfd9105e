import Latency

extension Archive {
    /// The UTC days of a source of which anything was collected, oldest first: found by their keys alone, however far apart
    /// they lie.
    package func storedDays(of source: Source) throws(ArchiveError) -> Read<[UTCDay]> {
        try read { () throws(ArchiveError) in
            try refreshCatalogue(of: source)
            reportGone(of: source, in: Window(index: 0)...Window(index: HotKey.last))
            let days = Set(try hotDays(of: source)).union(try store.coveredDays(of: source.id))
            return days.sorted()
        }
    }

    /// From one day's first window to the next day's: a day has up to 288.
    private func hotDays(of source: Source) throws(ArchiveError) -> [UTCDay] {
        var days: [UTCDay] = []
        var next = Window(index: 0)
        while let first = try firstHotWindow(of: source, from: next) {
            days.append(UTCDay(holding: first))
            next = UTCDay(holding: first).windows.upperBound.advanced(by: 1)
        }
        return days
    }

}
