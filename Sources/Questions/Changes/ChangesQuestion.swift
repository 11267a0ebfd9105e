import Archive
import Latency
import Statistics
import Support

/// When models became slower or faster for longer, by days.
package struct ChangesQuestion: TabularQuestion {
    package static let name = "changes"
    package static let route: Route? = Route(
        "/api/changes/", parameters: QuestionScope.parameters.union(TimeRange.parameters).union(["format"]),
        repeatable: QuestionScope.repeatable, reads: .years)

    package static let columns: [Column<ChangesAnswer.Entry>] = [
        Column("model") { .model($0.key.model) },
        .labels { $0.key.labels },
        Column("at") { .time($0.at) },
        Column("earliest") { .time($0.earliest) },
        Column("latest") { .time($0.latest) },
        Column("p50_before_ms") { .percentile($0.before.p50) },
        Column("p50_after_ms") { .percentile($0.after.p50) },
        Column("p95_before_ms") { .percentile($0.before.p95) },
        Column("p95_after_ms") { .percentile($0.after.p95) },
        Column("change") { .change($0.change?.estimate) },
        Column("change_low") { .change($0.change?.low) },
        Column("change_high") { .change($0.change?.high) },
        Column("marker_id") { .count($0.mark?.id) },
        Column("requests") { .count($0.requests) },
        Column("quality") { .quality($0.quality) },
        Column("excluded_windows") { .count($0.excludedWindows) },
        Column("reason") { .text($0.isDoubted ? EmptyReason.damaged.name : nil) },
    ]

    /// 90 days.
    private static let usualHours = 2160.0

    private let scope: QuestionScope
    private let range: TimeRange
    private let context: QuestionContext

    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        scope = try QuestionScope(parameters, now: context.now)
        range = try TimeRange(
            parameters, now: scope.now, zone: context.zone, usualHours: ChangesQuestion.usualHours)
        self.context = context
    }

    package func answer(from archive: Archive?) throws -> ChangesAnswer {
        guard let archive else { return answer([], .neverCollected, nil, Damages()) }
        var damages = Damages()
        let resolved = try ResolvedScope(scope, in: archive, &damages)
        if !resolved.isLatency, let measure = resolved.measure { throw RequestError.noPercentiles(measure) }
        if let reason = try resolved.emptyReason(in: archive, &damages) { return answer([], reason, resolved, damages) }
        let oldest = try resolved.sources.compactMap { damages.take(try archive.oldestWindow(of: $0))?.start }.min()
        guard let oldest, oldest < range.end else { return answer([], .neverCollected, resolved, damages) }
        let days = DayRanges(from: max(oldest, range.start), to: range.end, zone: context.zone).days
        let (exclusions, areDamaged) = try context.knownExclusions(and: archive, &damages)
        let blocks = try HourlyBlocks(
            of: resolved, models: resolved.models, ranges: days, without: exclusions, from: archive, &damages)
        let report = ChangesReport(
            blocks: blocks, zone: context.zone, marks: damages.take(try archive.marks()), lacksExclusions: areDamaged)
        let entries = blocks.series.flatMap(report.entries)
        return answer(
            entries, entries.isEmpty ? reason(report) : nil, resolved, damages, lacksExclusions: areDamaged)
    }

    /// Why there is no change.
    private func reason(_ report: ChangesReport) -> EmptyReason {
        let fewest = ChangesReport.fewestDays
        if report.blocks.ranges.count < fewest { return .tooFewDays(needed: fewest) }
        if report.blocks.series.isEmpty { return .noTraffic }
        if report.lacksExclusions { return .damaged }
        let isEnough = report.blocks.series.contains { report.days(of: $0).count >= fewest }
        return isEnough ? .noChange : .tooFewDays(needed: fewest)
    }

    private func answer(
        _ entries: [ChangesAnswer.Entry], _ reason: EmptyReason?, _ resolved: ResolvedScope?, _ damages: Damages,
        lacksExclusions: Bool = false
    ) -> ChangesAnswer {
        var answer = ChangesAnswer(
            range: range, entries: entries, emptyReason: reason, lacksExclusions: lacksExclusions,
            measure: resolved.flatMap { $0.isUsual ? nil : $0.measure }, labelNames: scope.by)
        answer.damages = damages
        return answer
    }
}
