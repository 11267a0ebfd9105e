import Latency

/// Stored windows of which a later one showed that they are not as they seemed.
extension Archive {
    /// Takes back, inside a transaction, that series are exact in windows that are stored. Their requests stay. Of a day
    /// whose windows are no longer kept nothing is changed.
    func doubt(_ doubted: [Window: Set<SeriesKey>], of source: Source) throws(ArchiveError) {
        for (window, series) in doubted.sorted(by: { $0.key < $1.key }) {
            guard let stored = try storedWindows([CollectedWindow(window: window)], of: source)[window] else {
                continue
            }
            let lowered = CollectedWindow(
                window: window, models: stored.models.map { series.contains($0.series) ? $0.doubted : $0 })
            guard lowered != stored else { continue }
            let day = UTCDay(holding: window)
            guard let coverage = try coverage(of: day, of: source) else {
                try overwrite(lowered, of: source)
                continue
            }
            guard coverage.hasWindows else { continue }
            try overwrite([lowered], among: [stored], of: day, coverage, source)
        }
    }
}

extension ModelWindow {
    fileprivate var doubted: ModelWindow {
        ModelWindow(series: series, quality: max(quality, .reset), histogram: histogram)
    }
}
