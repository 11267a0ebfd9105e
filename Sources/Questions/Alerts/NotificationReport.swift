import Archive
import Latency
import Support

/// What is worth telling.
package struct AlertRules: Hashable, Sendable {
    /// A model's new state must show in all judged windows of this request.
    package let condition: EvaluationRule
    /// So many failed runs in a row are told; at least 1.
    package let failures: Int
    /// Further ones, by name.
    package let rules: [NoticeRule]
    /// What the configuration says of models: some rules hold each against its own thresholds.
    package let models: [ModelRule]
    /// Of the configuration; an archive may have more. Objectives leave them out.
    package let exclusions: [Exclusion]

    package init(
        condition: EvaluationRule, failures: Int, rules: [NoticeRule] = [], models: [ModelRule] = [],
        exclusions: [Exclusion] = []
    ) {
        self.condition = condition
        self.failures = max(1, failures)
        (self.rules, self.models, self.exclusions) = (rules, models, exclusions)
    }
}

/// Finds what has changed since it was last told.
///
/// A model gets worse when every judged window of the time is worse than what was told, and better when every one is
/// better: a severity that comes and goes is told once. A model that has had no traffic for 24 hours is told as good again,
/// since nothing of it is slow; one that can't be judged stays as it was told.
package struct NotificationReport {
    private let source: SourceID
    private let rules: AlertRules
    private let now: Int
    private let failures: Int
    private let lastRun: Run?
    /// Whether the newest collected window has any model.
    private let hasSeries: Bool
    /// Models with traffic in the last 24 hours.
    private let active: Set<Name>
    private let conditions: [Evaluation]
    private let findings: RuleFindings
    /// What was left out because it is damaged: of runs, of the last 24 hours, and of the windows that models are judged by.
    private var ofRuns = Damages()
    private var ofDay = Damages()
    private var ofWindows = Damages()
    private var ofRules = Damages()

    /// Reads all that notices need once, whoever is to be told what.
    ///
    /// - Parameters:
    ///   - told: what any target was told: these models are looked at even where they have had no traffic for long.
    ///   - now: seconds since 1970 UTC.
    ///   - zone: where days begin, by which some rules go.
    package init(
        by rules: AlertRules, archive: Archive, source: Source, told: [ToldState], now: Int, zone: Zone = .utc
    ) throws(ArchiveError) {
        self.source = source.description.id
        self.rules = rules
        self.now = now
        failures = try archive.failuresInARow(of: source)
        lastRun = ofRuns.take(try archive.lastRun(of: source, at: .max))
        var findings = try RuleFindings(of: source, in: archive, now: now, zone: zone)
        guard let newest = ofWindows.take(try archive.newestWindow(of: source)) else {
            (hasSeries, active, conditions) = (false, [], [])
            self.findings = findings
            return
        }
        let latest = try LatestReport.answer(archive: archive, source: source, model: nil, now: newest.end)
        ofDay.add(latest.damages)
        active = Set(latest.entries.map(\.model))
        conditions = try rules.condition.conditions(
            of: active.union(told.compactMap(\.subject.model)), source: source, archive: archive, newest: newest,
            &ofWindows)
        try findings.judgeLatencies(
            rules, active: active, others: Set(told.compactMap(\.subject.model)), newest: newest, &ofWindows)
        try findings.judgeObjectives(rules, &ofRules)
        try findings.judgeSlower(rules, &ofRules)
        findings.isComplete = true
        self.findings = findings
        var hasSeries = false
        let left = try archive.forEachWindow(of: source, in: newest...newest, newestFirst: true) {
            window in
            hasSeries = !window.models.isEmpty
            return false
        }
        ofWindows.add(left)
        self.hasSeries = hasSeries
    }

    /// All of it.
    package var damages: Damages {
        var all = ofRuns
        all.add(ofDay)
        all.add(ofWindows)
        all.add(ofRules)
        return all
    }

    /// What somebody has not heard of who was told this.
    package func changes(since told: [ToldState]) -> [Notification] {
        let previous = Dictionary(told.map { ($0.subject, $0.state) }) { first, _ in first }
        let others = [collection(previous[.collection] ?? .good), measure(previous[.measure] ?? .good)]
        return others.compactMap(\.self) + conditions.compactMap { model($0, previous[.model($0.model)] ?? .good) }
            + rules(previous)
    }

    /// What is to be kept until the next day is over, by what archives keep it under.
    package var judged: [(target: String, states: [ToldState])] { findings.judged }

    // MARK: Rules of the configuration

    private func rules(_ previous: [NoticeSubject: Severity]) -> [Notification] {
        guard findings.isComplete else { return [] }
        var seen: Set<NoticeSubject> = []
        var notices = findings.all.compactMap { finding in
            let subject = NoticeSubject.rule(finding.rule.name, model: finding.model)
            seen.insert(subject)
            return rule(finding, subject, previous[subject] ?? .good)
        }
        // Of which nothing is left: no requests in an objective's period, or no such rule.
        let left = previous.filter { $0.key.rule != nil && !seen.contains($0.key) }
        for (subject, state) in left.sorted(by: { $0.key.sortKey < $1.key.sortKey }) {
            let isKnown = rules.rules.contains { $0.name == subject.rule && findings.concerns($0) }
            notices.append(
                Notification(
                    source: source, subject, .good, previous: state, time: now, reason: isKnown ? nil : .noRule))
        }
        return notices
    }

    private func rule(
        _ finding: RuleFindings.Finding, _ subject: NoticeSubject, _ previous: Severity
    ) -> Notification? {
        switch finding.basis {
        case .latency(let evaluation, let limits, let isActive):
            let state = isActive ? evaluation.state.changed(from: previous) : .good
            guard state != previous else { return nil }
            return Notification(
                source: source, subject, state, previous: previous, time: now,
                latency: latency(evaluation, limits, state), isDamaged: !(isActive ? ofWindows : ofDay).isEmpty)
        case .verdict(let state, let reason):
            guard let state, state != previous else { return nil }
            return Notification(
                source: source, subject, state, previous: previous, time: now, reason: reason,
                isDamaged: !ofRules.isEmpty)
        }
    }

    private func latency(
        _ evaluation: Evaluation, _ limits: LatencyThresholds, _ state: Severity
    ) -> Notification.Latency? {
        evaluation.p95.map { p95 in
            Notification.Latency(
                p95: p95, isSure: evaluation.isSure ?? false, requests: evaluation.requests,
                limit: limits.limit(of: state), lasting: evaluation.judgedSeconds)
        }
    }

    private func collection(_ previous: Severity) -> Notification? {
        // Fewer failures than are told are no recovery either.
        let state: Severity = failures == 0 ? .good : failures >= rules.failures ? .critical : previous
        guard state != previous else { return nil }
        return Notification(
            source: source, .collection, state, previous: previous, time: now,
            detail: state == .good ? nil : lastRun?.detail ?? lastRun?.outcome.rawValue,
            isDamaged: !ofRuns.isEmpty)
    }

    /// A run that failed tells nothing of the series.
    private func measure(_ previous: Severity) -> Notification? {
        guard let lastRun, lastRun.outcome == .success else { return nil }
        let detail = lastRun.text(of: .seriesGone)
        let state: Severity = detail != nil ? .warning : hasSeries ? .good : previous
        guard state != previous else { return nil }
        return Notification(
            source: source, .measure, state, previous: previous, time: now, detail: detail,
            isDamaged: !(ofRuns.isEmpty && ofWindows.isEmpty))
    }

    private func model(_ condition: Evaluation, _ previous: Severity) -> Notification? {
        let isActive = active.contains(condition.model)
        let state = isActive ? condition.state.changed(from: previous) : .good
        guard state != previous else { return nil }
        return Notification(
            source: source, .model(condition.model), state, previous: previous, time: now,
            latency: latency(condition, rules.condition.limits, state),
            isDamaged: !(isActive ? ofWindows : ofDay).isEmpty)
    }
}

extension Evaluation.State {
    /// The state to tell after the one that was told before.
    func changed(from told: Severity) -> Severity {
        guard case .judged(let severities) = self else { return told }
        let (lasting, highest) = (severities.lowerBound, severities.upperBound)
        if lasting > told, lasting != .cannotTell { return lasting }
        if highest < told, highest != .cannotTell { return highest }
        return told
    }
}

extension LatencyThresholds {
    /// The limit that a p95 of this state exceeds; of a good one the lowest limit, which it does not.
    fileprivate func limit(of state: Severity) -> Double? {
        switch state {
        case .good, .cannotTell: warning ?? critical
        case .warning: warning
        case .critical: critical
        }
    }
}

extension NoticeSubject {
    fileprivate var sortKey: String { "\(rule?.text ?? "")\0\(model?.text ?? "")" }
}
