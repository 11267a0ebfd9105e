import Archive
import Latency
import Objectives
import Support

/// Which objectives the last four weeks would have met: for each measure and model the lowest limits that each of these weeks kept.
package struct SuggestQuestion: TabularQuestion {
    package static let name = "suggest"

    package static let columns: [Column<SuggestAnswer.Row>] = [
        Column("model") { .model($0.key.model) },
        .labels { $0.key.labels },
        Column("measure") { .name($0.measure) },
        Column("below_ms") { .milliseconds($0.below) },
        Column("target") { .fraction(millionths: $0.target?.millionths) },
        Column("worst_week_share") { .fraction(millionths: $0.worst) },
        Column("requests") { .count($0.requests) },
        Column("configuration") { .text($0.configuration) },
        Column("reason") { .text($0.reason?.rawValue) },
    ]

    private static let targets = ["99%", "95%"].compactMap { Share($0) }
    private static let weeks = 4

    private let scope: QuestionScope

    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        scope = try QuestionScope(parameters, now: context.now)
    }

    package func answer(from archive: Archive?) throws -> SuggestAnswer {
        var answer = SuggestAnswer()
        answer.labelNames = scope.by
        guard let archive else { return answer }
        let sources = try archive.sources()
        let measures = SourceMeasures(sources)
        let known = sources.filter { $0.description.kind == .histogram }.map(measures.measure)
        var seen: Set<Name> = []
        let all = try ResolvedScope(scope, in: archive, &answer.damages)
        if let asked = scope.measure, !all.isLatency { throw RequestError.noPercentiles(asked) }
        if let reason = try all.emptyReason(in: archive, &answer.damages) { answer.reason = reason }
        let asked = scope.measure ?? (scope.metric == nil ? nil : all.measure)
        for measure in known where seen.insert(measure).inserted {
            // What no table knows is taken for a latency.
            if Measure(rawValue: measure.text)?.isLatency == false { continue }
            if let asked, asked != measure { continue }
            let resolved = try all.about(measure, in: archive, &answer.damages)
            if resolved.sources.isEmpty { continue }
            let end = Window(endedAt: scope.now)
            let weeks = try (0..<Self.weeks).map { back in
                let last = end.advanced(by: -back * 7 * UTCDay.windows)
                return try week(resolved, last.advanced(by: 1 - 7 * UTCDay.windows)...last, archive, &answer.damages)
            }
            answer.collectedSeconds = max(answer.collectedSeconds, Self.collectedSeconds(of: weeks))
            let suggestions = suggestions(measure, weeks)
            let own = sources.filter { measures.measure(of: $0) == measure }
            answer.rows += isOfAll(own, resolved) ? suggestions : suggestions.map(\.ofSome)
        }
        return answer
    }

    /// Whether it is of all requests of a model, as an objective is.
    ///
    /// - Parameter all: what measures it, asked for or not.
    private func isOfAll(_ all: [Source], _ resolved: ResolvedScope) -> Bool {
        scope.wanted.isEmpty
            && (scope.sources.isEmpty || Set(all.map(\.id)).isSubset(of: resolved.sources.map(\.id)))
    }

    /// A week of all models, and their errors where any are measured.
    private typealias Week = (totals: RangeTotals, errors: RequestErrors?)

    private func week(
        _ resolved: ResolvedScope, _ windows: ClosedRange<Window>, _ archive: Archive, _ damages: inout Damages
    ) throws -> Week {
        let totals = try RangeTotals(of: resolved, in: windows, from: archive, &damages)
        // Between tokens nothing fails.
        guard resolved.measure?.countsIntervals != true,
            try !resolved.about(.errors, in: archive, &damages).sources.isEmpty
        else { return (totals, nil) }
        let range = TimeRange(start: windows.lowerBound.start, end: windows.upperBound.end)
        return (totals, try RequestErrors(resolved, totals, in: range, from: archive, &damages))
    }

    private static func collectedSeconds(of weeks: [Week]) -> Int {
        let share = weeks.map { $0.totals.coverage ?? 0 }.reduce(0, +)
        return Int((share * Double(7 * UTCDay.seconds)).rounded())
    }

    private func suggestions(_ measure: Name, _ weeks: [Week]) -> [SuggestAnswer.Row] {
        let totals = weeks.map { $0.totals.totals + (scope.mergesModels ? $0.totals.ofAllModels : []) }
        let keys = Set(totals.joined().map(\.key)).sorted { $0.order < $1.order }
        return keys.flatMap { key -> [SuggestAnswer.Row] in
            let own = zip(totals, weeks).map { totals, week in (total: totals.first { $0.key == key }, week: week) }
            // A week without requests says nothing.
            let busy = own.compactMap { total, week in
                total.flatMap { $0.histogram.requests > 0 ? BusyWeek($0, week.totals.unit, week.errors) : nil }
            }
            if busy.isEmpty { return [] }
            let isCovered = own.allSatisfy { total, week in
                (total?.coverage ?? week.totals.coverage ?? 0) >= Evidence.leastCoverage
            }
            let reason: Verdict.Reason? =
                !isCovered ? .lowCoverage : busy.contains { $0.failed == nil } ? .errorsUnknown : nil
            if let reason {
                let requests = busy.map(\.histogram.requests).clampedSum
                return [SuggestAnswer.Row(key: key, measure: measure, requests: requests, reason: reason)]
            }
            return Self.targets.compactMap { Self.lowest(key, measure, $0, busy) }
        }
    }

    /// A model's week with requests.
    private struct BusyWeek {
        let histogram: Histogram
        let unit: LatencyUnit
        /// nil where it is not known.
        let failed: Int?

        init(_ total: RangeTotals.Total, _ unit: LatencyUnit, _ errors: RequestErrors?) {
            (histogram, self.unit) = (total.histogram, unit)
            failed = errors == nil ? 0 : errors?.count(total.key, total.parts, areRequests: true)?.errors
        }

        /// Those that failed may be among the fast ones, or none of these requests: the lower of both shares.
        func share(upTo bound: Double) -> ExactShare? {
            let fast = LatencyLimit(milliseconds: bound).requests(of: histogram, unit: unit).low
            return ExactShare(max(0, fast - (failed ?? 0)), of: histogram.requests)
        }
    }

    /// The lowest bound that each week kept; nil where none did.
    private static func lowest(
        _ key: SeriesKey, _ measure: Name, _ target: Share, _ weeks: [BusyWeek]
    ) -> SuggestAnswer.Row? {
        let bounds = Set(
            weeks.flatMap { week in
                week.histogram.parts.flatMap { $0.layout.upperBounds.map(week.unit.milliseconds) }
            })
        for bound in bounds.sorted() {
            guard let worst = weeks.compactMap({ $0.share(upTo: bound) }).min(), worst.reaches(target) else { continue }
            return SuggestAnswer.Row(
                key: key, measure: measure, requests: weeks.map(\.histogram.requests).clampedSum, below: bound,
                target: target, worst: worst.roundedDown)
        }
        return nil
    }
}

package struct SuggestAnswer: TabularAnswer {
    package struct Row: Sendable {
        /// The model and the values of `QuestionScope.by`.
        package let key: SeriesKey
        package let measure: Name
        package let requests: Int
        /// In milliseconds; a bound of the buckets, so that the share is exact.
        package private(set) var below: Double?
        package private(set) var target: Share?
        /// The share of the worst week, in millionths.
        package private(set) var worst: Int?
        /// Why there is none of these.
        package private(set) var reason: Verdict.Reason?
        /// Whether it is of all requests of the model.
        private var isOfAll = true

        init(
            key: SeriesKey, measure: Name, requests: Int, below: Double? = nil, target: Share? = nil, worst: Int? = nil,
            reason: Verdict.Reason? = nil
        ) {
            (self.key, self.measure, self.requests) = (key, measure, requests)
            (self.below, self.target, self.worst, self.reason) = (below, target, worst, reason)
        }

        /// The same, of some requests of the model.
        fileprivate var ofSome: Self {
            var row = self
            row.isOfAll = false
            return row
        }

        /// To be put below `objectives:` of a configuration, which knows whole models and can't name every one.
        package var configuration: String? {
            let model = key.model
            guard let below, let target, key.labels.isEmpty, isOfAll, model != QuestionScope.allModels,
                !model.text.isEmpty, model.text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
            else { return nil }
            let share = Double(target.millionths) / 1e4
            let pattern = model.text.unicodeScalars.map { "*?\\".unicodeScalars.contains($0) ? "\\\($0)" : "\($0)" }
            let name = Measure(rawValue: measure.text) == nil ? quoted(measure.text) : measure.text
            return
                "- {name: \(quoted("\(model) \(measure) \(percent(share))")), models: \(quoted(pattern.joined())), "
                + "measure: \(name), below: \(milliseconds(below))ms, target: \(percent(share)), period: month}"
        }

        private func milliseconds(_ below: Double) -> String {
            let text = below.description
            return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        }

        private func percent(_ share: Double) -> String {
            let text = share.description
            return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + "%"
        }

        /// As YAML takes any text.
        private func quoted(_ text: String) -> String {
            "\"\(text.replacingScalars("\\", with: "\\\\").replacingScalars("\"", with: "\\\""))\""
        }
    }

    package internal(set) var rows: [Row] = []
    package internal(set) var labelNames: [Name] = []
    /// How much of the last four weeks was collected, of the measure of which that is most.
    package internal(set) var collectedSeconds = 0
    /// Whether there is none for any model since too little was collected.
    package var isTooEarly: Bool { !rows.isEmpty && rows.allSatisfy { $0.reason == .lowCoverage } }
    package var layout: AnswerLayout { .suggest(self) }
    package var damages = Damages()
    fileprivate(set) var reason = EmptyReason.noTraffic
    package var emptyReason: EmptyReason? { rows.isEmpty ? reason : nil }
}
