import Archive
import Latency

/// Finds each model's newest window with traffic in the last 24 hours: what `p95` and `all` answer from.
package struct LatestReport {
    static let lookBackSeconds = 86_400

    /// `source` is nil where there is none yet; `model` nil asks for all; `now` is in seconds since 1970 UTC.
    package static func answer(
        archive: Archive, source: Source?, model: String?, now: Int
    ) throws(ArchiveError) -> LatestAnswer {
        guard let source, let oldest = try archive.oldestWindow(of: source), oldest.end <= now else {
            return LatestAnswer(now: now, entries: [], emptyReason: .neverCollected)
        }
        let known = try archive.models(of: source)
        if let model, !known.contains(model) {
            return LatestAnswer(now: now, entries: [], emptyReason: .unknownModel(model, among: known))
        }
        let entries = try newest(archive: archive, source: source, models: model.map { [$0] } ?? Set(known), now: now)
        return LatestAnswer(now: now, entries: entries, emptyReason: entries.isEmpty ? .noTraffic : nil)
    }

    /// Reads from the newest window back and stops as soon as every model is found; of each day only those that were not
    /// found in a later one.
    private static func newest(
        archive: Archive, source: Source, models: Set<String>, now: Int
    ) throws(ArchiveError) -> [LatestAnswer.Entry] {
        var found: [String: LatestAnswer.Entry] = [:]
        let range = Window.ended(in: now - lookBackSeconds, now)
        let days = UTCDay(holding: range.lowerBound).index...UTCDay(holding: range.upperBound).index
        for day in days.reversed() where found.count < models.count {
            let missing = models.subtracting(found.keys)
            try archive.forEachStretch(
                of: source, in: range.clamped(to: UTCDay(index: day).windows), newestFirst: true, models: missing,
                lastOfStep: nil,
                { stretch in
                    for value in stretch.models where found[value.model] == nil && value.histogram.requests > 0 {
                        found[value.model] = LatestAnswer.Entry(
                            model: value.model, collectedAt: stretch.last.end, metricName: source.description.metric,
                            percentiles: Percentiles(of: value.histogram, unit: source.description.unit),
                            requests: value.histogram.requests, quality: value.quality, resolution: stretch.resolution)
                    }
                    return found.count < models.count
                })
        }
        return found.values.sorted { $0.model < $1.model }
    }
}

extension Window {
    /// The windows whose end is in `(start, end]`; there must be one.
    static func ended(in start: Int, _ end: Int) -> ClosedRange<Window> {
        Window(endedAt: start).advanced(by: 1)...Window(endedAt: end)
    }
}
