import Archive
import Latency

/// What is worth telling.
package struct NoticeRules: Hashable, Sendable {
    /// A model's new state must show in all judged windows of this request.
    package let condition: ConditionRequest
    /// So many failed runs in a row are told; at least 1.
    package let failures: Int

    package init(condition: ConditionRequest, failures: Int) {
        self.condition = condition
        self.failures = max(1, failures)
    }
}

/// Finds what has changed since it was last told.
///
/// A model gets worse when every judged window of the time is worse than what was told, and better when every one is
/// better: a level that comes and goes is told once. A model that has had no traffic for 24 hours is told as good again,
/// since nothing of it is slow; one that can't be judged stays as it was told.
package struct NoticeReport {
    /// `now` is in seconds since 1970 UTC.
    package static func changes(
        by rules: NoticeRules, archive: Archive, source: Source, now: Int
    ) throws(ArchiveError) -> [Notice] {
        let told = try archive.toldStates(of: source)
        let name = Notice.SourceName(name: source.description.name, metric: source.description.metric)
        var notices: [Notice] = []
        if let notice = try collection(told, rules, archive, source, name, now) { notices.append(notice) }
        return try notices + models(told, rules, archive, source, name, now)
    }

    private static func collection(
        _ told: [ToldState], _ rules: NoticeRules, _ archive: Archive, _ source: Source, _ name: Notice.SourceName,
        _ now: Int
    ) throws(ArchiveError) -> Notice? {
        let previous = told.first { $0.model == nil }?.state ?? .good
        let failures = try archive.failuresInARow(of: source)
        // Fewer failures than are told are no recovery either.
        let state: NoticeState = failures == 0 ? .good : failures >= rules.failures ? .critical : previous
        guard state != previous else { return nil }
        let run = try archive.lastRun(of: source, at: .max)
        return Notice(
            source: name, model: nil, state: state, previous: previous, time: now,
            detail: state == .good ? nil : run?.detail ?? run?.outcome.rawValue)
    }

    private static func models(
        _ told: [ToldState], _ rules: NoticeRules, _ archive: Archive, _ source: Source, _ name: Notice.SourceName,
        _ now: Int
    ) throws(ArchiveError) -> [Notice] {
        guard let newest = try archive.newestWindow(of: source) else { return [] }
        var previous: [String: NoticeState] = [:]
        for one in told { if let model = one.model { previous[model] = one.state } }
        let latest = try LatestReport.answer(archive: archive, source: source, model: nil, now: newest.end)
        let active = Set(latest.entries.map(\.model))
        let conditions = try rules.condition.conditions(
            of: active.union(previous.keys), source: source, archive: archive, newest: newest)
        return conditions.compactMap { condition in
            let before = previous[condition.model] ?? .good
            let state = active.contains(condition.model) ? condition.state.changed(from: before) : .good
            guard state != before else { return nil }
            return Notice(
                source: name, model: condition.model, state: state, previous: before, time: now,
                p95: condition.p95, requests: condition.requests)
        }
    }
}

extension ModelCondition.State {
    /// The state to tell after the one that was told before.
    func changed(from told: NoticeState) -> NoticeState {
        guard case .judged(let levels) = self else { return told }
        if let lasting = NoticeState(levels.lowerBound), lasting.level > told.level { return lasting }
        if let highest = NoticeState(levels.upperBound), highest.level < told.level { return highest }
        return told
    }
}

extension NoticeState {
    /// nil for what nobody can tell.
    fileprivate init?(_ level: LatencyLevel) {
        switch level {
        case .good: self = .good
        case .undetermined: return nil
        case .warning: self = .warning
        case .critical: self = .critical
        }
    }

    fileprivate var level: LatencyLevel {
        switch self {
        case .good: .good
        case .warning: .warning
        case .critical: .critical
        }
    }
}
