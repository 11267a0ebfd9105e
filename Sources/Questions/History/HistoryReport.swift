import Archive
import Latency
import Support

/// Merges the windows of a stretch of time into the points of a history.
package struct HistoryReport {
    /// `source` is nil where there is none yet; `model` nil asks for all. With `maximumPoints` an answer with more of them
    /// throws `RequestError.tooManyPointsInAll`, and `quiet` is left empty, which would take as much room.
    ///
    /// - Parameter wanted: by label, the values that are asked for; of other labels all are.
    package static func answer(
        archive: Archive, source: Source?, model: Name?, where wanted: [Name: Set<Name>] = [:],
        request: HistoryRequest, zone: Zone, maximumPoints: Int? = nil
    ) throws -> HistoryAnswer {
        var damages = Damages()
        guard let source, let oldest = damages.take(try archive.oldestWindow(of: source)), oldest.end <= request.end
        else {
            var empty = HistoryAnswer(request: request, models: [], missing: [], emptyReason: .neverCollected)
            empty.damages = damages
            return empty
        }
        var builder = HistoryBuilder(
            request: request, oldest: oldest, unit: source.description.unit, zone: zone,
            maximumPoints: maximumPoints)
        let range = Window.ended(in: request.start, request.end)
        let selection = SeriesSelection(models: model.map { [$0] }, where: wanted)
        var areCut: Set<Bool> = []
        let left = try archive.forEachStretch(
            of: source, in: range, newestFirst: false, selection: selection,
            stepEnd: { Window(endedAt: request.step.end(ofStepHolding: $0.end, in: zone)) },
            { stretch in
                builder.add(stretch)
                areCut.insert(stretch.isCutHour)
                return !builder.isFull
            })
        damages.add(left)
        let (histories, missing) = builder.finish()
        if let maximumPoints, builder.isFull {
            throw RequestError.tooManyPointsInAll(maximumPoints, step: request.step)
        }
        var reason: EmptyReason?
        if histories.isEmpty {
            let known = damages.take(try archive.models(of: source))
            reason = areCut == [true] ? .cutHours : .noTraffic
            if let model, !known.contains(model) {
                reason = try .unknownModel(model, among: known, of: [source], in: archive, &damages)
            }
        }
        var answer = HistoryAnswer(
            request: request, models: histories, missing: missing, quiet: builder.quiet, firstCollected: oldest.end,
            emptyReason: reason)
        answer.damages = damages
        return answer
    }
}
