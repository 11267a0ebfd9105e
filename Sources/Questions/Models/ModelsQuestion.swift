import Archive
import Latency

/// Every model of every source, or of those that are asked for, with its newest numbers and all measures of the last hour.
package struct ModelsQuestion: TabularQuestion {
    package static let name = "models"
    package static let route: Route? = Route(
        "/api/models/",
        parameters: TimeRange.parameters.union(["measure", "metric_name", "merge_sources", "at", "format"])
            .union(QuestionScope.repeatable), repeatable: QuestionScope.repeatable)

    private let scope: QuestionScope
    private let range: TimeRange
    private let thresholds: ThresholdChoice
    private let isOfEveryMetric: Bool

    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        try self.init(parameters, in: context, ofEveryMetric: false)
    }

    /// - Parameter ofEveryMetric: whether each metric has entries of its own, also where it is one of several measures of a source.
    package init(
        _ parameters: QueryParameters, in context: QuestionContext, ofEveryMetric: Bool
    ) throws(RequestError) {
        isOfEveryMetric = ofEveryMetric
        scope = try QuestionScope(parameters, now: context.now)
        range = try TimeRange(parameters, now: scope.now, zone: context.zone, usualHours: 1)
        thresholds = context.thresholds
    }

    package func answer(from archive: Archive?) throws -> ModelsAnswer {
        guard let archive else { return ModelsAnswer(models: [], range: range) }
        var damages = Damages()
        let all = try archive.sources()
        let measures = SourceMeasures(all)
        // Of the measures of a model errors alone have classes, which divide no model.
        try scope.checkLabels(Set(all.flatMap(\.description.labels)))
        let named = try ResolvedScope.named(scope, among: all, measures)
        let sources = try scope.collected(named, in: archive, &damages)
        let groups =
            isOfEveryMetric
            ? sources.map { [$0] } : EntrySources(sources, measures, merged: scope.mergesSources).groups
        let models = try groups.flatMap { group in
            let names = Set(group.map(\.description.name))
            let beside = all.filter { names.contains($0.description.name) }
            return try entries(of: group, beside, measures, in: archive, &damages)
        }
        var answer = ModelsAnswer(
            models: models, range: range, emptyReason: try emptyReason(of: sources, in: archive, &damages))
        (answer.labelNames, answer.damages) = (scope.by, damages)
        return answer
    }

    /// Why none of the sources has a model that was asked for.
    private func emptyReason(
        of sources: [Source], in archive: Archive, _ damages: inout Damages
    ) throws -> EmptyReason {
        if !scope.wanted.isEmpty { return .noTraffic }
        guard !sources.isEmpty, let asked = scope.models.first else { return .neverCollected }
        let known = try sources.flatMap { damages.take(try archive.models(of: $0)) }
        return try .unknownModel(asked, among: known, of: sources, in: archive, &damages)
    }

    /// - Parameter beside: all metrics of the same sources.
    private func entries(
        of group: [Source], _ beside: [Source], _ measures: SourceMeasures, in archive: Archive,
        _ damages: inout Damages
    ) throws -> [ModelsAnswer.Model] {
        let totals = try ModelTotals(
            of: beside, and: Set(group.map(measures.measure)), scope, measures, in: range, thresholds, from: archive,
            &damages)
        // Rates of several sources are added up, each of the time that was collected of it.
        let names = Set(beside.map(\.description.name)).sorted()
        let each =
            try names.count == 1
            ? [totals]
            : names.map { name in
                try ModelTotals(
                    of: beside.filter { $0.description.name == name }, and: Set(group.map(measures.measure)), scope,
                    measures, in: range, thresholds, from: archive, &damages)
            }
        let isDivided = !scope.by.isEmpty || !scope.wanted.isEmpty
        let statuses =
            try isDivided
            ? DividedStatuses(of: group, beside, scope, measures, totals, in: archive, &damages).all
            : NewestStatuses(of: group, beside, scope, measures, in: archive, &damages).all
        return statuses.map { found in
            let (key, status, source) = (found.key, found.status, found.source)
            let metric = source.description.metric
            let measure = measures.measure(of: source)
            return ModelsAnswer.Model(
                source: scope.mergesSources ? nil : source.description.id, metric: metric, model: status.model,
                labels: key.labels, state: status.traffic, newest: status.entry,
                requests: Counted(source.description, measure: measure) == .requests ? status.entry?.requests : nil,
                verdict: source.hasLatencies(of: measure)
                    ? status.verdict(thresholds.thresholds(for: measure, metric: metric, of: status.model)) : nil,
                displayName: thresholds.displayName(of: status.model), range: range,
                requestsPerMinute: Self.sum(each.map { $0.requestsPerMinute(of: key, own: measure) }),
                errorShare: Self.errorShare(each.compactMap { $0.failures(of: key, own: measure) }),
                outputTokensPerSecond: Self.sum(each.map { $0.outputTokensPerSecond(of: key) }),
                measure: measure,
                own: totals.cell(measure, of: key),
                cells: Dictionary(
                    uniqueKeysWithValues: ModelTotals.latencies.map {
                        ($0, totals.cell(Name($0.rawValue), of: key))
                    }))
        }
    }

    /// nil where none is known.
    private static func sum(_ rates: [Double?]) -> Double? {
        let known = rates.compactMap(\.self)
        return known.isEmpty ? nil : known.reduce(0, +)
    }

    /// Of the sources that measure errors.
    private static func errorShare(_ failures: [(errors: Int, all: Int)]) -> Int? {
        ErrorShare.millionths(
            errors: failures.map(\.errors).clampedSum, of: failures.map(\.all).clampedSum)
    }
}
