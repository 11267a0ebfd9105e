import Archive
import Latency
import Support

/// When rules would have spoken, from the counts that are stored; nothing is sent. Rules on p95 are asked at every window, those on
/// objectives at every hour, and slower than before at the end of every day, as it is for notices. Of several sources each is asked by
/// itself, but about a check's objective all are asked together, as the check does.
///
/// Windows of which hours alone are kept say nothing of a p95.
package struct ReplayQuestion: TabularQuestion {
    package static let name = "replay"

    package static let columns: [Column<ReplayAnswer.Entry>] = [
        Column("rule") { .name($0.rule) },
        Column("source") { .name($0.source?.name) },
        Column("metric_name") { .name($0.source?.metric) },
        Column("model") { .model($0.model) },
        Column("state") { .text($0.state.rawValue) },
        Column("from") { .time($0.from) },
        Column("to") { .time($0.to) },
        Column("duration_seconds") { .count($0.duration) },
        Column("measure") { .name($0.measure) },
    ]

    private let request: ReplayRequest?
    private let choice: SourceChoice
    private let zone: Zone

    /// The rules are those of the context.
    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        choice = try SourceChoice(parameters, now: context.now)
        (request, zone) = (context.replay, context.zone)
    }

    package func answer(from archive: Archive?) throws -> ReplayAnswer {
        let end = Window(endedAt: choice.now).end
        let range = TimeRange(start: max(0, end - (request?.seconds ?? 0)), end: end)
        var answer = ReplayAnswer(range: range)
        guard let archive, let request else { return answer }
        let sources = try sources(request, in: archive, &answer.damages)
        answer.emptyReason = try unknown(request.model, in: archive, sources, &answer.damages)
        if let (rule, objective) = request.checked {
            answer.entries = try ObjectiveReplay(of: objective, called: rule, request, range, zone)
                .entries(of: sources, in: archive, &answer.damages)
        } else {
            for source in sources where source.description.kind == .histogram {
                var replay = try SourceReplay(of: source, in: archive, request, range, zone)
                try replay.run(&answer.damages)
                answer.entries += replay.entries
            }
        }
        answer.entries.sort { left, right in
            (left.from, left.rule.text, left.model) < (right.from, right.rule.text, right.model)
        }
        return answer
    }

    /// A model that there never was; nil where it is known, or none is named.
    private func unknown(
        _ model: Name?, in archive: Archive, _ sources: [Source], _ damages: inout Damages
    ) throws -> EmptyReason? {
        guard let model else { return nil }
        var known: Set<Name> = []
        for source in sources { known.formUnion(damages.take(try archive.models(of: source))) }
        let isPattern = request?.checked != nil && !known.filter(ShellPattern(model.text).matches).isEmpty
        if known.contains(model) || isPattern { return nil }
        return try .unknownModel(model, among: known.sorted(), of: sources, in: archive, &damages)
    }

    /// A check is of one source, objectives and notices are of all.
    private func sources(
        _ request: ReplayRequest, in archive: Archive, _ damages: inout Damages
    ) throws -> [Source] {
        guard request.memory == .none, request.rules.rules.isEmpty else { return try choice.matching(in: archive) }
        return try choice.single(in: archive, &damages).map { [$0] } ?? []
    }
}
