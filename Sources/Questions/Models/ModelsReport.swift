import Archive
import Latency

/// Lists every model of every source, or of those that are asked for.
package struct ModelsReport {
    /// Without an archive as an empty one would answer. `now` is in seconds since 1970 UTC and gives way to the parameter
    /// `at`. Throws `RequestError` and `ArchiveError`.
    package static func answer(from archive: Archive?, parameters: QueryParameters, now: Int) throws -> ModelsAnswer {
        let now = try parameters.moment() ?? now
        guard let archive else { return ModelsAnswer(models: []) }
        var damages = Damages()
        let sources = try SourceChoice(parameters).candidates(in: archive, now: now, &damages)
        var answer = ModelsAnswer(
            models: try sources.flatMap { source in try models(of: source, in: archive, now: now, &damages) })
        answer.damages = damages
        return answer
    }

    private static func models(
        of source: Source, in archive: Archive, now: Int, _ damages: inout Damages
    ) throws(ArchiveError) -> [ModelsAnswer.Model] {
        let latest = try LatestReport.answer(archive: archive, source: source, model: nil, now: now)
        damages.add(latest.damages)
        let entries = Dictionary(uniqueKeysWithValues: latest.entries.map { ($0.model, $0) })
        let newest = try NewestWindows(archive: archive, source: source, models: nil, now: now, &damages)
        return damages.take(try archive.models(of: source)).map { model in
            ModelsAnswer.Model(
                model: model, source: source.description.name, metric: source.description.metric,
                presence: newest.presence(of: model), newest: entries[model])
        }
    }
}
