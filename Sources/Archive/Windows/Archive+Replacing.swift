import Latency

/// Storing what was asked for again because what is stored is not to be trusted.
extension Archive {
    /// Puts windows in the place of stored ones: see `CollectedWindow.replacing`. Of a day whose windows are no longer kept
    /// nothing is replaced.
    ///
    /// - Parameter refused: the models that the answer has something of that can't be read, by window.
    func replace(
        with windows: [CollectedWindow], refused: [Window: Set<Name>], of source: Source
    ) throws(ArchiveError) {
        let stored = try storedWindows(windows, of: source)
        let days = Dictionary(grouping: windows) { UTCDay(holding: $0.window) }
        for (day, windows) in days.sorted(by: { $0.key < $1.key }) {
            let merged = windows.map { fresh in
                stored[fresh.window].map { fresh.replacing($0, keeping: refused[fresh.window] ?? []) } ?? fresh
            }
            guard let coverage = try coverage(of: day, of: source) else {
                for window in merged { try overwrite(window, of: source) }
                continue
            }
            guard coverage.hasWindows else {
                try add(windows, to: day, coverage, of: source)
                continue
            }
            try overwrite(merged, among: windows.compactMap { stored[$0.window] }, of: day, coverage, source)
        }
    }

    func storedWindows(
        _ windows: [CollectedWindow], of source: Source
    ) throws(ArchiveError) -> [Window: CollectedWindow] {
        guard let first = windows.map(\.window).min(), let last = windows.map(\.window).max() else { return [:] }
        var stored: [Window: CollectedWindow] = [:]
        let damages = try forEachWindow(
            of: source, in: first...last, newestFirst: false, selection: source.description.everySeries
        ) {
            window in
            stored[window.window] = window
            return true
        }
        report(damages)
        return stored
    }

    func overwrite(_ window: CollectedWindow, of source: Source) throws(ArchiveError) {
        try putHot(try encode(window, of: source), of: window.window, source)
    }

    func overwrite(
        _ windows: [CollectedWindow], among stored: [CollectedWindow], of day: UTCDay, _ coverage: Coverage,
        _ source: Source
    ) throws(ArchiveError) {
        var covered = coverage
        let keys = Set((windows + stored).flatMap { $0.models.map(\.series) })
        for key in keys.sorted() {
            let values = windows.map { window in
                (day.slot(of: window.window), window.models.first { $0.series == key })
            }
            let hasChunk = try change(key, of: day, hasWindows: true, of: source) { slots in
                for (slot, value) in values { slots[slot] = value }
            }
            let series = try seriesID(key, of: source)
            if hasChunk { covered.insert(series: series) } else { covered.remove(series: series) }
        }
        for window in windows { covered.insert(day.slot(of: window.window)) }
        try write(covered, of: day, source)
    }
}
