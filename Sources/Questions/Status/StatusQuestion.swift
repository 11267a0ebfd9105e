import Archive
import Latency
import Support

/// What the status page shows of every model. Of several sources one is shown: that which is named, else the usual one,
/// else the first.
package struct StatusQuestion: Question {
    package static let name = "status"

    /// Forty-eight points are as many as a sparkline can show.
    static let step = "30m"

    private let request: HistoryRequest
    private let choice: SourceChoice
    private let zone: Zone

    /// Of the parameters `model` and `hours` are not looked at.
    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        choice = try SourceChoice(parameters, now: context.now)
        zone = context.zone
        request = try HistoryRequest(
            parameters: QueryParameters(hours: "24", step: Self.step), now: choice.now, zone: zone)
    }

    package func answer(from archive: Archive?) throws -> StatusAnswer {
        let now = choice.now
        var damages = Damages()
        let sources = try archive.map { try choice.any.candidates(in: $0, &damages) } ?? []
        let names = sources.map(\.description.id)
        guard let archive, let source = try choice.first(in: archive, &damages) else {
            return StatusAnswer(sources: names, source: nil, newest: nil, request: request, rows: [], gone: [])
        }
        // The 24 hours are read once, here.
        let history = try HistoryReport.answer(
            archive: archive, source: source, model: nil, request: request, zone: zone)
        damages.add(history.damages)
        let latest = try LatestReport.entries(archive: archive, source: source, history: history, &damages)
        let newest = try NewestWindows(
            archive: archive, source: source, selection: SeriesSelection(), now: now, &damages)

        let entries = Dictionary(uniqueKeysWithValues: latest.map { ($0.model, $0) })
        let points = Dictionary(uniqueKeysWithValues: history.models.map { ($0.model, $0.points) })
        let present = Set(entries.keys).union(points.keys).union(history.quiet.keys)
        let rows = present.sorted().map { model in
            StatusAnswer.Row(
                status: ModelStatus(model: model, traffic: newest.state(of: model), entry: entries[model]),
                points: points[model] ?? [])
        }
        let known = damages.take(try archive.models(of: source))
        var answer = StatusAnswer(
            sources: names, source: source.description.id, newest: newest.newest, request: request, rows: rows,
            gone: known.filter { !present.contains($0) })
        let measures = SourceMeasures(try archive.sources())
        answer.measures = Dictionary(
            uniqueKeysWithValues: sources.map { ($0.description.id, measures.measure(of: $0)) })
        answer.isCount = !source.hasLatencies(of: measures.measure(of: source))
        answer.health = try HealthReport.answer(archive: archive, sources: [source], now: now, active: [:]).read(
            from: try archive.replicaState)
        damages.add(answer.health.damages)
        answer.damages = damages
        return answer
    }
}
