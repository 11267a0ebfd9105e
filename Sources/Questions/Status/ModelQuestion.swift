import Archive
import Latency
import Support

/// What the page, the chart and the badge of one model show. The parameter `model_name` is the model's name, and nil the
/// empty one; without `hours` the last 24 are shown.
package struct ModelQuestion: Question {
    package static let name = "model"

    private let request: HistoryRequest
    private let choice: SourceChoice
    private let model: Name
    private let zone: Zone
    private let context: QuestionContext
    private let hasOthers: Bool

    /// - Parameter hasOthers: whether the other measures of the source are asked for, too.
    package init(
        _ parameters: QueryParameters, in context: QuestionContext, hasOthers: Bool = false
    ) throws(RequestError) {
        self.hasOthers = hasOthers
        choice = try SourceChoice(parameters, now: context.now)
        model = parameters.model ?? ""
        zone = context.zone
        self.context = context
        var asked = parameters
        asked.hours = parameters.hours ?? "24"
        request = try HistoryRequest(parameters: asked, now: choice.now, zone: zone)
    }

    package func answer(from archive: Archive?) throws -> ModelAnswer {
        let now = choice.now
        var damages = Damages()
        let sources = try archive.map { try choice.any.candidates(in: $0, &damages) } ?? []
        let measures = SourceMeasures(try archive?.sources() ?? [])
        let names = sources.map(\.description.id)
        guard let archive, let source = try choice.candidates(in: archive, &damages).first else {
            return ModelAnswer(
                sources: names, source: nil, newest: nil,
                status: ModelStatus(model: model, traffic: .noData, entry: nil),
                history: HistoryAnswer(request: request, models: [], missing: [], emptyReason: .neverCollected))
        }
        let latest = try LatestReport.answer(archive: archive, source: source, model: model, now: now)
        damages.add(latest.damages)
        let newest = try NewestWindows(archive: archive, source: source, models: [model], now: now, &damages)
        let history = try HistoryReport.answer(
            archive: archive, source: source, model: model, request: request, zone: zone)
        damages.add(history.damages)
        var answer = ModelAnswer(
            sources: names, source: source.description.id, newest: newest.newest,
            status: ModelStatus(model: model, traffic: newest.state(of: model), entry: latest.entries.first),
            history: history)
        (answer.measure, answer.kind) = (measures.measure(of: source), source.description.kind)
        if hasOthers {
            let others = sources.filter { $0.description.name == source.description.name && $0.id != source.id }
            answer.others = try others.inOrder(of: measures).map { try other($0, measures, in: archive, &damages) }
            answer.sourceNames = try sources.reduce(into: []) { found, source in
                let isNew = !found.contains(source.description.name)
                if isNew, damages.take(try archive.models(of: source)).contains(model) {
                    found.append(source.description.name)
                }
            }
        }
        let range = history.request.start...history.request.end
        answer.events = damages.take(try archive.marks()).filter {
            range.contains($0.at) && ($0.model ?? model) == model
        }.map { ModelEvent(at: $0.at, text: $0.text, kind: $0.kind) }
        answer.exclusions = try context.exclusions(and: archive, &damages).filter {
            $0.from < range.upperBound && $0.to > range.lowerBound && $0.models.matches(model)
        }
        answer.health = try HealthReport.answer(archive: archive, sources: [source], now: now, active: [:]).read(
            from: try archive.replicaState)
        damages.add(answer.health.damages)
        answer.damages = damages
        return answer
    }

    private func other(
        _ source: Source, _ measures: SourceMeasures, in archive: Archive, _ damages: inout Damages
    ) throws -> ModelMeasure {
        let latest = try LatestReport.answer(archive: archive, source: source, model: model, now: choice.now)
        let history = try HistoryReport.answer(
            archive: archive, source: source, model: model, request: request, zone: zone)
        damages.add(latest.damages)
        damages.add(history.damages)
        return ModelMeasure(
            source: source.description.id, measure: measures.measure(of: source), kind: source.description.kind,
            entry: latest.entries.first, history: history)
    }
}
