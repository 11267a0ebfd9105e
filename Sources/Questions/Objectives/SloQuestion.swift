import Archive
import Latency
import Objectives
import Support

/// Whether objectives were kept: those of the configuration, or one by a limit and a target.
package struct SloQuestion: TabularQuestion {
    package static let name = "slo"
    package static let route: Route? = Route(
        "/api/slo/",
        parameters: Route.usualParameters.union(TimeRange.parameters).union(["measure", "below", "target", "past"]),
        repeatable: ["objective", "source", "model_name", "where", "by"], reads: .years)

    private let request: SloRequest
    private let scope: QuestionScope
    private let context: QuestionContext

    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        scope = try QuestionScope(parameters, now: context.now)
        request = try SloRequest(parameters, context.objectives, now: scope.now, zone: context.zone)
        self.context = context
    }

    /// About one objective, as of a moment in seconds since 1970 UTC.
    init(
        about objective: Objective, _ parameters: QueryParameters, excluding exclusions: [Exclusion], now: Int,
        zone: Zone
    ) throws(RequestError) {
        var context = QuestionContext(now: now, zone: zone)
        (context.objectives, context.exclusions) = ([objective], exclusions)
        try self.init(parameters, in: context)
    }

    package func answer(from archive: Archive?) throws -> SloAnswer {
        var answer = SloAnswer()
        answer.labelNames = scope.by
        guard let archive else { return answer }
        var damages = Damages()
        let sources = try ObjectiveSources(scope, in: archive, &damages)
        let (exclusions, areDamaged) = try context.knownExclusions(and: archive, &damages)
        for asked in request.objectives {
            let judge = ObjectiveJudge(
                asked: asked, sources: sources, scope: scope, exclusions: exclusions, lacksExclusions: areDamaged,
                zone: context.zone)
            try judge.judge(request, into: &answer, archive, &damages)
        }
        answer.timeRange = request.range ?? Self.hull(answer.entries.map(\.period), now: scope.now)
        answer.goodput = Self.together(answer.entries)
        if answer.entries.isEmpty { answer.reason = try sources.emptyReason(of: scope, in: archive, &damages) }
        answer.damages = damages
        return answer
    }

    /// From the beginning of the first period to the end of the last.
    private static func hull(_ periods: [PeriodStretch], now: Int) -> TimeRange? {
        guard let start = periods.map(\.start).min(), let end = periods.map(\.end).max() else { return nil }
        return TimeRange(start: start, end: max(start, min(end, now)), nominalEnd: end)
    }

    /// Objectives of one model and period, where there are several whose events are requests.
    private static func together(_ entries: [SloAnswer.Entry]) -> [SloAnswer.Together] {
        struct Key: Hashable {
            let series: SeriesKey
            let period: PeriodStretch
        }
        let requests = entries.filter { $0.objective != nil && !$0.isOfIntervals }
        var keys: [Key] = []
        var groups: [Key: [SloAnswer.Entry]] = [:]
        for entry in requests {
            let key = Key(series: SeriesKey(entry.model, labels: entry.labels), period: entry.period)
            if groups[key] == nil { keys.append(key) }
            groups[key, default: []].append(entry)
        }
        return keys.compactMap { key in
            guard let entries = groups[key], entries.count > 1,
                let goodput = Goodput(entries.map { Goodput.Part(requests: $0.requests, good: $0.good) })
            else { return nil }
            return SloAnswer.Together(
                model: key.series.model, labels: key.series.labels, objectives: entries.compactMap(\.objective),
                period: key.period, goodput: goodput)
        }
    }
}

extension PeriodStretch {
    init(_ range: TimeRange) {
        self.init(start: range.start, end: range.nominalEnd, isComplete: range.isComplete)
    }
}
