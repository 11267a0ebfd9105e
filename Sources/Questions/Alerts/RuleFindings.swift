import Archive
import Latency
import Support

/// What the rules of the configuration find of one source.
struct RuleFindings {
    /// What a rule found of a model.
    struct Finding {
        let rule: NoticeRule
        let model: Name
        let basis: Basis
    }

    enum Basis {
        /// Of a model that has had no traffic for a day, nothing is slow.
        case latency(Evaluation, LatencyThresholds, isActive: Bool)
        /// nil: it stays as it was told.
        case verdict(Severity?, RuleReason?)
    }

    private(set) var all: [Finding] = []
    /// Whether all rules were asked.
    var isComplete = false
    /// What is to be kept of verdicts that stand until the next day is over, by rule: see `Archive.remember`.
    private(set) var judged: [(target: String, states: [ToldState])] = []

    private let source: Source
    private let archive: Archive
    private let now: Int
    private let zone: Zone
    let measure: Name
    private let usual: Name?

    /// Of a source, as of a moment in seconds since 1970 UTC.
    init(of source: Source, in archive: Archive, now: Int, zone: Zone) throws(ArchiveError) {
        (self.source, self.archive, self.now, self.zone) = (source, archive, now, zone)
        let all = try archive.sources()
        let measures = SourceMeasures(all)
        measure = measures.measure(of: source)
        let own = all.filter { $0.description.name == source.description.name && $0.description.kind == .histogram }
        usual = measures.usual(of: own)
    }

    /// Whether a rule is about what this source measures.
    func concerns(_ rule: NoticeRule) -> Bool {
        source.description.kind == .histogram && measure == rule.measure ?? usual
    }

    // MARK: Latencies

    /// - Parameters:
    ///   - active: models with traffic in the last 24 hours.
    ///   - others: further ones that are to be judged.
    mutating func judgeLatencies(
        _ rules: AlertRules, active: Set<Name>, others: Set<Name>, newest: Window, _ damages: inout Damages
    ) throws(ArchiveError) {
        for rule in rules.rules where concerns(rule) {
            guard case .latency(let condition) = rule.condition else { continue }
            var limits: [Name: LatencyThresholds] = [:]
            for model in active.union(others) where rule.models.matches(model) {
                limits[model] = condition.limits(of: model, measure: measure, rules.models)
            }
            if limits.isEmpty { continue }
            let found = try condition.evaluation.conditions(
                of: Set(limits.keys), source: source, archive: archive, newest: newest,
                own: { limits[$0] ?? condition.evaluation.limits }, &damages)
            all += found.map { evaluation in
                let own = limits[evaluation.model] ?? condition.evaluation.limits
                let basis = Basis.latency(evaluation, own, isActive: active.contains(evaluation.model))
                return Finding(rule: rule, model: evaluation.model, basis: basis)
            }
        }
    }

    // MARK: Objectives

    mutating func judgeObjectives(_ rules: AlertRules, _ damages: inout Damages) throws(ArchiveError) {
        for rule in rules.rules where concerns(rule) {
            guard case .objective(let objective) = rule.condition else { continue }
            let answer = try answer(on: objective, rules.exclusions)
            damages.add(answer.damages)
            all += answer.entries.filter { rule.models.matches($0.model) }.map { entry in
                let reason = RuleReason.objective(RuleReason.ObjectiveState(entry, name: objective.name))
                return Finding(rule: rule, model: entry.model, basis: .verdict(entry.status.severity, reason))
            }
        }
    }

    private func answer(on objective: Objective, _ exclusions: [Exclusion]) throws(ArchiveError) -> SloAnswer {
        let parameters = QueryParameters(source: source.description.name, metricName: source.description.metric)
        do {
            let question = try SloQuestion(about: objective, parameters, excluding: exclusions, now: now, zone: zone)
            return try question.answer(from: archive)
        } catch let error as ArchiveError {
            throw error
        } catch {
            // Nothing that could not be asked: the names are the archive's own.
            return SloAnswer()
        }
    }

    // MARK: Slower than before

    mutating func judgeSlower(_ rules: AlertRules, _ damages: inout Damages) throws(ArchiveError) {
        for rule in rules.rules where concerns(rule) {
            guard case .slower(let condition) = rule.condition else { continue }
            let target = SlowerVerdicts.target(of: rule)
            let known = damages.take(try archive.notifiedStates(of: source, to: target))
            let verdicts = try SlowerVerdicts(
                condition, rule, of: source, measure, in: archive, known: known, now: now, zone: zone, &damages)
            if verdicts.isNew { judged.append((target, verdicts.changes(since: known))) }
            all += verdicts.models.map { model, state in
                let reason = RuleReason.slower(verdicts.p95Changes[model], than: condition.baseline)
                return Finding(rule: rule, model: model, basis: .verdict(state, reason))
            }.sorted { $0.model < $1.model }
        }
    }
}
