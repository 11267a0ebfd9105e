import Archive
import Latency
import Support

/// Puts together what the page, the chart and the badge of one model show.
package struct ModelReport {
    /// As `StatusReport.answer`; `parameters.model` is the model's name, and nil the empty one. Without `hours` the last
    /// 24 are shown.
    package static func answer(
        from archive: Archive?, parameters: QueryParameters, now: Int, zone: Zone
    ) throws -> ModelAnswer {
        let now = try parameters.moment() ?? now
        let model = parameters.model ?? ""
        var asked = parameters
        asked.hours = parameters.hours ?? "24"
        let request = try HistoryRequest(parameters: asked, now: now, zone: zone)
        var damages = Damages()
        let sources = try archive.map { try SourceChoice.all.candidates(in: $0, now: now, &damages) } ?? []
        guard let archive,
            let source = try SourceChoice(parameters).candidates(in: archive, now: now, &damages).first
        else {
            return ModelAnswer(
                sources: sources.map(\.description.id), source: nil, newest: nil,
                status: ModelStatus(model: model, presence: .noData, entry: nil),
                history: HistoryAnswer(request: request, models: [], missing: [], emptyReason: .neverCollected))
        }
        let latest = try LatestReport.answer(archive: archive, source: source, model: model, now: now)
        damages.add(latest.damages)
        let newest = try NewestWindows(archive: archive, source: source, models: [model], now: now, &damages)
        let history = try HistoryReport.answer(
            archive: archive, source: source, model: model, request: request, zone: zone)
        damages.add(history.damages)
        var answer = ModelAnswer(
            sources: sources.map(\.description.id), source: source.description.id, newest: newest.newest,
            status: ModelStatus(model: model, presence: newest.presence(of: model), entry: latest.entries.first),
            history: history)
        answer.damages = damages
        return answer
    }
}
