import Archive
import Latency
import Support

/// All rules that concern one source, as notices and checks of a p95 go by them, over a stretch of the past.
struct SourceReplay {
    private let source: Source
    private let measure: Name
    private let archive: Archive
    private let request: ReplayRequest
    private let range: TimeRange
    private let zone: Zone
    private(set) var entries: [ReplayAnswer.Entry] = []

    /// The rule that has no name.
    private static let unnamed: Name = "p95"

    init(
        of source: Source, in archive: Archive, _ request: ReplayRequest, _ range: TimeRange, _ zone: Zone
    ) throws(ArchiveError) {
        (self.source, self.archive, self.request) = (source, archive, request)
        (self.range, self.zone) = (range, zone)
        measure = SourceMeasures(try archive.sources()).measure(of: source)
    }

    mutating func run(_ damages: inout Damages) throws(ArchiveError) {
        try replayLatencies(&damages)
        let findings = try RuleFindings(of: source, in: archive, now: range.end, zone: zone)
        for rule in request.rules.rules where findings.concerns(rule) {
            switch rule.condition {
            case .latency: continue
            case .objective: try replayByHours(rule, &damages)
            case .slower(let condition): try replayByDays(rule, condition, &damages)
            }
        }
    }

    // MARK: Every window

    private mutating func replayLatencies(_ damages: inout Damages) throws(ArchiveError) {
        var replays = try latencyReplays()
        guard range.start < range.end, !replays.isEmpty else { return }
        let first = Window(endedAt: range.start).advanced(by: 1)
        // What the first windows are judged by came before.
        let windows = first.advanced(by: -EvaluationRule.evidenceWindows)...Window(endedAt: range.end)
        let models = request.model.map { Set([$0]) }
        let left = try archive.forEachWindow(
            of: source, in: windows, newestFirst: false, selection: SeriesSelection(models: models)
        ) { collected in
            for place in replays.indices { replays[place].add(collected, isJudged: collected.window >= first) }
            return true
        }
        damages.add(left)
        for place in replays.indices {
            replays[place].end(at: range.end)
            entries += replays[place].history.entries
        }
    }

    private func latencyReplays() throws(ArchiveError) -> [LatencyReplay] {
        let (rules, unit, id) = (request.rules, source.description.unit, source.description.id)
        let findings = try RuleFindings(of: source, in: archive, now: range.end, zone: zone)
        var replays: [LatencyReplay] = []
        let limits = rules.condition.limits
        if limits.warning != nil || limits.critical != nil {
            replays.append(
                LatencyReplay(
                    rules.condition, RuleHistory(of: Self.unnamed, id, measure), request.memory, unit: unit,
                    limits: { _ in limits }))
        }
        for rule in rules.rules where findings.concerns(rule) {
            guard case .latency(let condition) = rule.condition else { continue }
            replays.append(
                LatencyReplay(
                    condition.evaluation, RuleHistory(of: rule.name, id, measure), request.memory, unit: unit,
                    limits: { model in
                        rule.models.matches(model)
                            ? condition.limits(of: model, measure: findings.measure, rules.models) : nil
                    }))
        }
        return replays
    }

    // MARK: Every hour, every day

    private mutating func replayByHours(_ rule: NoticeRule, _ damages: inout Damages) throws(ArchiveError) {
        var history = RuleHistory(of: rule.name, source.description.id, measure)
        let rules = AlertRules(
            condition: request.rules.condition, failures: 1, rules: [rule], exclusions: request.rules.exclusions)
        for hour in range.fullHours {
            var findings = try RuleFindings(of: source, in: archive, now: hour, zone: zone)
            try findings.judgeObjectives(rules, &damages)
            let found: [(Name, Severity?)] = findings.all.compactMap { finding in
                if case .verdict(let state, _) = finding.basis { (finding.model, state) } else { nil }
            }
            history.say(asked(found), at: hour)
        }
        history.end(at: range.end)
        entries += history.entries
    }

    /// Those of the model that is asked about.
    private func asked(_ found: [(Name, Severity?)]) -> [(model: Name, state: Severity?)] {
        found.filter { request.model == nil || request.model == $0.0 }
    }

    private mutating func replayByDays(
        _ rule: NoticeRule, _ condition: SlowerRule, _ damages: inout Damages
    ) throws(ArchiveError) {
        var history = RuleHistory(of: rule.name, source.description.id, measure)
        var known: [ToldState] = []
        for day in days {
            let verdicts = try SlowerVerdicts(
                condition, rule, of: source, measure, in: archive, known: known, now: day, zone: zone, &damages)
            known = verdicts.changes(since: known).filter { $0.state != .good }
            history.say(asked(verdicts.models.map { ($0, $1) }), at: day)
        }
        history.end(at: range.end)
        entries += history.entries
    }

    /// When each local day that ended in the range is judged.
    private var days: [Int] {
        guard let midnight = TimeOfDay("00:00") else { return [] }
        var (days, end) = ([Int](), range.end - SlowerVerdicts.lateness)
        while true {
            let last = midnight.last(before: end, in: zone)
            guard last + SlowerVerdicts.lateness > range.start else { return days.reversed() }
            days.append(last + SlowerVerdicts.lateness)
            end = last - 1
        }
    }
}
