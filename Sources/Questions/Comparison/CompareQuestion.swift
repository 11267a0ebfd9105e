import Archive
import Latency
import Statistics
import Support

/// Whether models got slower, against a baseline of blocks of the same length.
package struct CompareQuestion: TabularQuestion {
    package static let name = "compare"
    package static let route: Route? = Route(
        "/api/compare/",
        parameters: QuestionScope.parameters.union(CompareControl.parameters).union(["against", "since", "format"]),
        repeatable: QuestionScope.repeatable.union(CompareControl.repeatable), reads: .years)

    package static let columns: [Column<CompareAnswer.Entry>] = [
        Column("model") { .model($0.key.model) },
        .labels { $0.key.labels },
        Column("verdict") { .verdict($0.comparison.verdict) },
        Column("reason") { .text($0.comparison.reason?.rawValue) },
        Column("p_value") { .probability($0.comparison.pValue) },
        Column("p50_change") { .change($0.comparison.p50Change?.estimate) },
        Column("p50_change_low") { .change($0.comparison.p50Change?.low) },
        Column("p50_change_high") { .change($0.comparison.p50Change?.high) },
        Column("p95_change") { .change($0.comparison.p95Change?.estimate) },
        Column("p95_change_low") { .change($0.comparison.p95Change?.low) },
        Column("p95_change_high") { .change($0.comparison.p95Change?.high) },
        Column("start", in: ["later"]) { .time($0.later.start) },
        Column("end", in: ["later"]) { .time($0.later.end) },
        Column("requests", in: ["later"]) { .count($0.later.requests) },
        Column("coverage", in: ["later"]) { .change($0.later.coverage) },
        Column("quality", in: ["later"]) { .quality($0.later.quality) },
        Column("start", in: ["baseline"]) { .time($0.baseline.start) },
        Column("end", in: ["baseline"]) { .time($0.baseline.end) },
        Column("blocks", in: ["baseline"]) { .count($0.comparison.blocks) },
        Column("requests", in: ["baseline"]) { .count($0.baseline.requests) },
        Column("coverage", in: ["baseline"]) { .change($0.baseline.coverage) },
        Column("quality", in: ["baseline"]) { .quality($0.baseline.quality) },
        Column("model", in: ["control"]) { .name($0.control?.model) },
        Column("verdict", in: ["control"]) { .text($0.control?.verdict.rawValue) },
        Column("difference_p_value", in: ["control"]) { .probability($0.control?.differencePValue) },
        Column("source", in: ["control"]) { .name($0.control?.source) },
        Column("where", in: ["control"]) { entry in
            let wanted = entry.control?.wanted ?? []
            return .text(wanted.isEmpty ? nil : wanted.map(\.text).joined(separator: ", "))
        },
        Column("share", in: ["associated_with_tokens"]) { .change($0.tokens?.share) },
        Column("share_low", in: ["associated_with_tokens"]) { .change($0.tokens?.low) },
        Column("share_high", in: ["associated_with_tokens"]) { .change($0.tokens?.high) },
        Column("remaining_p_value", in: ["associated_with_tokens"]) { .probability($0.tokens?.remainingPValue) },
        Column("reason", in: ["associated_with_tokens"]) { .text($0.tokens?.reason?.rawValue) },
        Column("requests", in: ["needed"]) { .count($0.comparison.needed?.requests) },
        Column("days", in: ["needed"]) { .count($0.comparison.needed?.days) },
        Column("requests") { .count($0.later.requests) },
        Column("quality") { .quality(max($0.later.quality, $0.baseline.quality)) },
        Column("excluded_windows") { .count($0.excludedWindows) },
    ]

    private let scope: QuestionScope
    private let request: CompareRequest
    private let parameters: QueryParameters
    private let context: QuestionContext

    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        try self.init(parameters, in: context, hasControl: true)
    }

    /// - Parameter hasControl: whether the other models are told beside it where nothing else is; they must be read for it.
    init(_ parameters: QueryParameters, in context: QuestionContext, hasControl: Bool) throws(RequestError) {
        scope = try QuestionScope(parameters, now: context.now)
        request = try CompareRequest(parameters, now: scope.now, zone: context.zone, hasControl: hasControl)
        (self.parameters, self.context) = (parameters, context)
    }

    package func answer(from archive: Archive?) throws -> CompareAnswer {
        guard let archive else { return empty(.neverCollected, nil, Damages()) }
        var damages = Damages()
        let resolved = try ResolvedScope(scope, in: archive, &damages)
        if !resolved.isLatency, let measure = resolved.measure { throw RequestError.noPercentiles(measure) }
        let (exclusions, areDamaged) = try context.knownExclusions(and: archive, &damages)
        let surroundings = CompareReport.Surroundings(
            parameters: parameters, zone: context.zone, exclusions: exclusions, lacksExclusions: areDamaged)
        if let reason = try resolved.emptyReason(in: archive, &damages) { return empty(reason, resolved, damages) }
        guard let report = try CompareReport(resolved, request, surroundings, archive, &damages) else {
            return empty(.neverCollected, resolved, damages)
        }
        let entries = report.entries
        var answer = CompareAnswer(
            entries: entries, request: request, emptyReason: entries.isEmpty ? .noTraffic : nil,
            measure: resolved.isUsual ? nil : resolved.measure, labelNames: scope.by)
        answer.damages = damages
        answer.notes = [report.missingControl].compactMap(\.self)
        return answer
    }

    private func empty(_ reason: EmptyReason, _ resolved: ResolvedScope?, _ damages: Damages) -> CompareAnswer {
        var answer = CompareAnswer(
            entries: [], request: request, emptyReason: reason,
            measure: resolved.flatMap { $0.isUsual ? nil : $0.measure }, labelNames: scope.by)
        answer.damages = damages
        return answer
    }
}

extension Cell {
    package static func verdict(_ verdict: Verdict) -> Cell { self.verdict(verdict, as: verdict.rawValue) }

    /// - Parameter word: what it is called.
    package static func verdict(_ verdict: Verdict, as word: String) -> Cell {
        switch verdict {
        case .slower: .word(word, .bad)
        case .cannotTell: .word(word, .warning)
        case .faster, .same: .word(word, .plain)
        }
    }

    /// A change or a share, as a fraction with six decimals.
    static func change(_ value: Double?) -> Cell {
        .fraction(millionths: value.flatMap { Int(exactly: ($0 * 1e6).rounded()) })
    }

    /// A chance, as a fraction with six decimals: what is smaller than a millionth is one.
    static func probability(_ value: Double?) -> Cell {
        .fraction(millionths: value.map { max(1, Int(($0 * 1e6).rounded())) })
    }
}
