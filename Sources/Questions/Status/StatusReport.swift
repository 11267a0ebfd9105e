import Archive
import Latency
import Support

/// Puts together what the status page shows of every model.
package struct StatusReport {
    /// Forty-eight points are as many as a sparkline can show.
    static let step = "30m"

    /// Without an archive as an empty one would answer. Of several sources the first is shown, unless `parameters` name
    /// another; its `model` and `hours` are not looked at. Throws `RequestError` and `ArchiveError`.
    package static func answer(
        from archive: Archive?, parameters: QueryParameters, now: Int, zone: Zone
    ) throws -> StatusAnswer {
        let now = try parameters.moment() ?? now
        let request = try HistoryRequest(
            parameters: QueryParameters(hours: "24", step: step), now: now, zone: zone)
        var damages = Damages()
        let sources = try archive.map { try SourceChoice.all.candidates(in: $0, now: now, &damages) } ?? []
        let names = sources.map(\.description.id)
        guard let archive,
            let source = try SourceChoice(parameters).candidates(in: archive, now: now, &damages).first
        else {
            return StatusAnswer(sources: names, source: nil, newest: nil, request: request, rows: [], gone: [])
        }
        // The 24 hours are read once, here.
        let history = try HistoryReport.answer(
            archive: archive, source: source, model: nil, request: request, zone: zone)
        damages.add(history.damages)
        let latest = try LatestReport.entries(archive: archive, source: source, history: history, &damages)
        let newest = try NewestWindows(archive: archive, source: source, models: nil, now: now, &damages)

        let entries = Dictionary(uniqueKeysWithValues: latest.map { ($0.model, $0) })
        let points = Dictionary(uniqueKeysWithValues: history.models.map { ($0.model, $0.points) })
        let present = Set(entries.keys).union(points.keys).union(history.quiet.keys)
        let rows = present.sorted().map { model in
            StatusAnswer.Row(
                status: ModelStatus(model: model, presence: newest.presence(of: model), entry: entries[model]),
                points: points[model] ?? [])
        }
        let known = damages.take(try archive.models(of: source))
        var answer = StatusAnswer(
            sources: names, source: source.description.id, newest: newest.newest, request: request, rows: rows,
            gone: known.filter { !present.contains($0) })
        answer.damages = damages
        return answer
    }
}

extension SourceChoice {
    /// Any.
    static let all = SourceChoice(QueryParameters())
}
