import Archive
import Latency

/// Finds each model's newest window with traffic in the last 24 hours: what `p95` and `all` answer from.
package struct LatestReport {
    static let lookBackSeconds = 86_400

    /// `source` is nil where there is none yet; `model` nil asks for all; `now` is in seconds since 1970 UTC.
    ///
    /// - Parameter wanted: by label, the values that are asked for; of other labels all are.
    package static func answer(
        archive: Archive, source: Source?, model: Name?, where wanted: [Name: Set<Name>] = [:], now: Int
    ) throws(ArchiveError) -> LatestAnswer {
        var damages = Damages()
        var answer = try answer(archive: archive, source: source, model: model, where: wanted, now: now, &damages)
        answer.damages = damages
        return answer
    }

    private static func answer(
        archive: Archive, source: Source?, model: Name?, where wanted: [Name: Set<Name>], now: Int,
        _ damages: inout Damages
    ) throws(ArchiveError) -> LatestAnswer {
        guard let source, let oldest = damages.take(try archive.oldestWindow(of: source)), oldest.end <= now else {
            return LatestAnswer(now: now, entries: [], emptyReason: .neverCollected)
        }
        let known = damages.take(try archive.models(of: source))
        if let model, !known.contains(model) {
            let reason = try EmptyReason.unknownModel(model, among: known, of: [source], in: archive, &damages)
            return LatestAnswer(now: now, entries: [], emptyReason: reason)
        }
        let entries = try newest(
            archive: archive, source: source, models: model.map { [$0] } ?? Set(known), where: wanted, now: now,
            &damages)
        return LatestAnswer(now: now, entries: entries, emptyReason: entries.isEmpty ? .noTraffic : nil)
    }

    /// The newest windows of models that a history of the same 24 hours has points of, by name: it has been read, and says
    /// where to look, so that the windows of one step of each are all that is read once more.
    static func entries(
        archive: Archive, source: Source, history: HistoryAnswer, _ damages: inout Damages
    ) throws(ArchiveError) -> [LatestAnswer.Entry] {
        var models: [Int: Set<Name>] = [:]
        for model in history.models {
            if let newest = model.points.last { models[newest.time, default: []].insert(model.model) }
        }
        var found: [LatestAnswer.Entry] = []
        for (end, active) in models {
            // A step that the range has cut begins no later than this.
            let range = Window.ended(in: end - history.request.step.seconds, end)
            found += try newest(archive: archive, source: source, models: active, in: range, &damages).values
        }
        return found.sorted { $0.model < $1.model }
    }

    /// Of each day only those are read that were not found in a later one.
    private static func newest(
        archive: Archive, source: Source, models: Set<Name>, where wanted: [Name: Set<Name>], now: Int,
        _ damages: inout Damages
    ) throws(ArchiveError) -> [LatestAnswer.Entry] {
        var found: [Name: LatestAnswer.Entry] = [:]
        let range = Window.ended(in: now - lookBackSeconds, now)
        let days = UTCDay(holding: range.lowerBound).index...UTCDay(holding: range.upperBound).index
        for day in days.reversed() where found.count < models.count {
            let missing = models.subtracting(found.keys)
            let part = range.clamped(to: UTCDay(index: day).windows)
            let earlier = try newest(
                archive: archive, source: source, models: missing, where: wanted, in: part, &damages)
            found.merge(earlier) { later, _ in later }
        }
        return found.values.sorted { $0.model < $1.model }
    }

    /// Reads from the newest window back and stops as soon as every model is found.
    private static func newest(
        archive: Archive, source: Source, models: Set<Name>, where wanted: [Name: Set<Name>] = [:],
        in range: ClosedRange<Window>, _ damages: inout Damages
    ) throws(ArchiveError) -> [Name: LatestAnswer.Entry] {
        var found: [Name: LatestAnswer.Entry] = [:]
        let left = try archive.forEachStretch(
            of: source, in: range, newestFirst: true, selection: SeriesSelection(models: models, where: wanted),
            stepEnd: nil
        ) { stretch in
            for value in stretch.models where found[value.model] == nil && value.histogram.requests > 0 {
                found[value.model] = LatestAnswer.Entry(
                    model: value.model, collectedAt: stretch.last.end, metricName: source.description.metric,
                    percentiles: Percentiles(of: value.histogram, unit: source.description.unit),
                    requests: value.histogram.requests, quality: value.quality, resolution: stretch.resolution)
            }
            return found.count < models.count
        }
        damages.add(left)
        return found
    }
}

extension Window {
    /// The windows whose end is in `(start, end]`; there must be one.
    static func ended(in start: Int, _ end: Int) -> ClosedRange<Window> {
        Window(endedAt: start).advanced(by: 1)...Window(endedAt: end)
    }
}
