import Archive
import Latency
import Objectives
import Support

/// When a check of an objective would have alerted: it is asked again as of every full hour.
struct ObjectiveReplay {
    private let objective: Objective
    private let rule: Name
    private let request: ReplayRequest
    private let range: TimeRange
    private let zone: Zone

    init(of objective: Objective, called rule: Name, _ request: ReplayRequest, _ range: TimeRange, _ zone: Zone) {
        (self.objective, self.rule, self.request, self.range, self.zone) = (objective, rule, request, range, zone)
    }

    /// A check that can't tell alerts of nothing in particular: what it said before is over.
    func entries(
        of sources: [Source], in archive: Archive, _ damages: inout Damages
    ) throws -> [ReplayAnswer.Entry] {
        let measures = SourceMeasures(try archive.sources())
        let own = sources.filter { measures.measure(of: $0) == objective.measure && $0.description.kind != .counter }
        var history = RuleHistory(
            of: rule, own.count == 1 ? own[0].description.id : nil, objective.measure)
        for hour in range.fullHours {
            let answer = try SloQuestion(
                about: objective, parameters, excluding: request.rules.exclusions, now: hour, zone: zone
            ).answer(from: archive)
            damages.add(answer.damages)
            history.say(answer.entries.map { ($0.model, $0.status.severity ?? .good) }, at: hour)
        }
        history.end(at: range.end)
        return history.entries
    }

    private var parameters: QueryParameters {
        var parameters = QueryParameters(metricName: request.metric)
        parameters.set("source", request.source.map { [$0] } ?? [])
        parameters.set("model_name", request.model.map { [$0] } ?? [])
        return parameters
    }
}
