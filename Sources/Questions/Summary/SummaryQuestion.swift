import Archive
import Latency
import Objectives
import Support

/// All requests of a stretch of time, by model and by labels: percentiles, shares below limits, errors, and how much of it was
/// collected.
package struct SummaryQuestion: TabularQuestion {
    package static let name = "summary"
    package static let route: Route? = Route(
        "/api/metrics/summary/",
        parameters: QuestionScope.parameters.union(TimeRange.parameters).union(["format"]),
        repeatable: QuestionScope.repeatable.union(["below"]), reads: .day)

    /// Those of latencies; an answer has those of what it is of.
    package static let columns = SummaryAnswer.columns(of: .latency, limits: 0)

    /// More make an answer that nobody reads.
    static let mostLimits = 20

    private let scope: QuestionScope
    private let range: TimeRange
    private let limits: [LatencyLimit]

    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        scope = try QuestionScope(parameters, now: context.now)
        range = try TimeRange(parameters, now: scope.now, zone: context.zone, usualHours: 24)
        limits = try parameters.all("below").map { (text) throws(RequestError) in
            guard let span = TimeSpan(text.text) else { throw .badLimit(text.text) }
            return LatencyLimit(milliseconds: span.milliseconds)
        }
        if limits.count > Self.mostLimits { throw .tooManyLimits(limits.count, most: Self.mostLimits) }
    }

    package func answer(from archive: Archive?) throws -> SummaryAnswer {
        guard let archive else { return SummaryAnswer(ResolvedScope(empty: scope), range, limits) }
        var damages = Damages()
        let resolved = try ResolvedScope(scope, in: archive, &damages)
        var answer = SummaryAnswer(resolved, range, limits)
        if !resolved.isLatency, !limits.isEmpty, let measure = resolved.measure { throw RequestError.noShares(measure) }
        var totals = try RangeTotals(of: resolved, in: range.windows, from: archive, &damages)
        var errors: RequestErrors?
        if answer.kind == .latency {
            let found = try RequestErrors(resolved, totals, in: range, from: archive, &damages)
            if !answer.isOfIntervals { totals.add(found.failing(of: resolved)) }
            (errors, answer.errorNotes) = (found, found.notes)
        }
        var edges: HoursAtEdges?
        if !limits.isEmpty, let windows = range.windows, totals.totals.contains(where: { $0.resolution == .hour }) {
            edges = try HoursAtEdges(of: resolved, in: windows, totals, from: archive)
        }
        answer.entries = (totals.totals + (scope.mergesModels ? totals.ofAllModels : []))
            .map {
                SummaryAnswer.Entry(
                    $0, unit: totals.unit, limits: limits, edges: edges, errors: errors,
                    isOfIntervals: answer.isOfIntervals)
            }
        let reason: EmptyReason = totals.hasCutHoursAlone ? .cutHours : .noTraffic
        answer.emptyReason =
            answer.entries.isEmpty ? try resolved.emptyReason(in: archive, &damages) ?? reason : nil
        answer.damages = damages
        return answer
    }
}
