import Archive
import Latency
import Support

/// What the page, the chart and the badge of one model show. The parameter `model_name` is the model's name, and nil the
/// empty one; without `hours` the last 24 are shown. Where label values are named by `where`, all is of these alone.
package struct ModelQuestion: Question {
    package static let name = "model"

    private let request: HistoryRequest
    private let choice: SourceChoice
    private let model: Name
    private let scope: QuestionScope
    private let zone: Zone
    private let context: QuestionContext
    private let hasOthers: Bool

    /// - Parameter hasOthers: whether the other measures of the source are asked for, too.
    package init(
        _ parameters: QueryParameters, in context: QuestionContext, hasOthers: Bool = false
    ) throws(RequestError) {
        self.hasOthers = hasOthers
        scope = try QuestionScope(parameters, now: context.now)
        if Set(scope.sources).count > 1 { throw .onlyOneSource(scope.sources) }
        var named = parameters
        named.source = scope.sources.first
        choice = try SourceChoice(named, now: context.now)
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
        let all = try archive?.sources() ?? []
        if !all.isEmpty { try scope.checkLabels(Set(all.flatMap(\.description.seriesLabels))) }
        let measures = SourceMeasures(all)
        let names = sources.map(\.description.id)
        guard let archive, let source = try choice.first(in: archive, knowing: model, &damages) else {
            return ModelAnswer(
                sources: names, source: nil, newest: nil,
                status: ModelStatus(model: model, traffic: .noData, entry: nil),
                history: HistoryAnswer(request: request, models: [], missing: [], emptyReason: .neverCollected))
        }
        let (entry, history) = try read(source, in: archive, &damages)
        let newest = try NewestWindows(
            archive: archive, source: source, selection: SeriesSelection(models: [model], where: scope.wanted),
            now: now, &damages)
        var answer = ModelAnswer(
            sources: names, source: source.description.id, newest: newest.newest,
            status: ModelStatus(model: model, traffic: newest.state(of: model), entry: entry),
            history: history)
        (answer.measure, answer.kind) = (measures.measure(of: source), source.description.kind)
        answer.isCount = !source.hasLatencies(of: answer.measure)
        if hasOthers { try addOthers(to: &answer, source, among: sources, measures, in: archive, &damages) }
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

    /// The newest window with traffic, and the model over time.
    private func read(
        _ source: Source, in archive: Archive, _ damages: inout Damages
    ) throws -> (entry: LatestAnswer.Entry?, history: HistoryAnswer) {
        let latest = try LatestReport.answer(
            archive: archive, source: source, model: model, where: scope.wanted, now: choice.now)
        let history = try HistoryReport.answer(
            archive: archive, source: source, model: model, where: scope.wanted, request: request, zone: zone)
        damages.add(latest.damages)
        damages.add(history.damages)
        return (latest.entries.first, history)
    }

    /// The other measures of a source, and what a page lets people choose beside them.
    private func addOthers(
        to answer: inout ModelAnswer, _ source: Source, among sources: [Source], _ measures: SourceMeasures,
        in archive: Archive, _ damages: inout Damages
    ) throws {
        let others = sources.filter { $0.description.name == source.description.name && $0.id != source.id }
        for other in others.inOrder(of: measures) {
            let (entry, history) = try read(other, in: archive, &damages)
            answer.others.append(
                ModelMeasure(
                    source: other.description.id, measure: measures.measure(of: other), kind: other.description.kind,
                    entry: entry, history: history))
        }
        for name in sources.map(\.description.name) where !answer.sourceNames.contains(name) {
            let own = sources.filter { $0.description.name == name }
            if try own.contains(where: { damages.take(try archive.models(of: $0)).contains(model) }) {
                answer.sourceNames.append(name)
            }
        }
        let series = try ([source] + others).map { other in
            (other.description.labels, damages.take(try archive.series(of: other)).filter { $0.model == model })
        }
        answer.labels = ModelLabel.all(of: series, wanted: scope.wanted)
    }
}
