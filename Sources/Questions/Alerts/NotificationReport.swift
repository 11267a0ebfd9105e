import Archive
import Latency

/// What is worth telling.
package struct AlertRules: Hashable, Sendable {
    /// A model's new state must show in all judged windows of this request.
    package let condition: EvaluationRule
    /// So many failed runs in a row are told; at least 1.
    package let failures: Int

    package init(condition: EvaluationRule, failures: Int) {
        self.condition = condition
        self.failures = max(1, failures)
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
    /// What was left out because it is damaged: of runs, of the last 24 hours, and of the windows that models are judged by.
    private var ofRuns = Damages()
    private var ofDay = Damages()
    private var ofWindows = Damages()

    /// Reads all that notices need once, whoever is to be told what.
    ///
    /// - Parameters:
    ///   - told: what any target was told: these models are looked at even where they have had no traffic for long.
    ///   - now: seconds since 1970 UTC.
    package init(
        by rules: AlertRules, archive: Archive, source: Source, told: [ToldState], now: Int
    ) throws(ArchiveError) {
        self.source = source.description.id
        self.rules = rules
        self.now = now
        failures = try archive.failuresInARow(of: source)
        lastRun = ofRuns.take(try archive.lastRun(of: source, at: .max))
        guard let newest = ofWindows.take(try archive.newestWindow(of: source)) else {
            (hasSeries, active, conditions) = (false, [], [])
            return
        }
        let latest = try LatestReport.answer(archive: archive, source: source, model: nil, now: newest.end)
        ofDay.add(latest.damages)
        active = Set(latest.entries.map(\.model))
        conditions = try rules.condition.conditions(
            of: active.union(told.compactMap(\.subject.model)), source: source, archive: archive, newest: newest,
            &ofWindows)
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
        return all
    }

    /// What somebody has not heard of who was told this.
    package func changes(since told: [ToldState]) -> [Notification] {
        let previous = Dictionary(told.map { ($0.subject, $0.state) }) { first, _ in first }
        let others = [collection(previous[.collection] ?? .good), measure(previous[.measure] ?? .good)]
        return others.compactMap(\.self) + conditions.compactMap { model($0, previous[.model($0.model)] ?? .good) }
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
        let latency = condition.p95.map { p95 in
            Notification.Latency(
                p95: p95, isSure: condition.isSure ?? false, requests: condition.requests,
                limit: rules.condition.limits.limit(of: state),
                lasting: condition.judgedSeconds)
        }
        return Notification(
            source: source, .model(condition.model), state, previous: previous, time: now, latency: latency,
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
