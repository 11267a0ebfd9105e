import Archive
import Latency
import Support

/// The states of a monitoring plugin. The raw values are its exit codes.
package enum CheckStatus: Int32, CaseIterable, Sendable {
    case ok = 0
    case warning = 1
    case critical = 2
    case unknown = 3

    /// Of several the one that counts: a limit that is surely exceeded is worse than one that can't be judged.
    package static func worst(_ statuses: some Sequence<CheckStatus>) -> CheckStatus {
        let order: [CheckStatus] = [.ok, .unknown, .warning, .critical]
        return statuses.max { order.firstIndex(of: $0) ?? 0 < order.firstIndex(of: $1) ?? 0 } ?? .ok
    }
}

/// What a monitoring system asks.
package struct CheckRequest: Hashable, Sendable {
    package let condition: EvaluationRule
    /// How old the end of the newest collected window may be, in seconds.
    package let maximumAge: Int
    package let noTraffic: CheckStatus
    package let noData: CheckStatus

    package init(condition: EvaluationRule, maximumAge: Int, noTraffic: CheckStatus, noData: CheckStatus) {
        self.condition = condition
        self.maximumAge = maximumAge
        self.noTraffic = noTraffic
        self.noData = noData
    }

    func status(of state: Evaluation.State) -> CheckStatus {
        switch state {
        // Only what has lasted all the time counts.
        case .judged(let levels):
            switch levels.lowerBound {
            case .good: .ok
            case .undetermined: .unknown
            case .warning: .warning
            case .critical: .critical
            }
        case .fewRequests: .ok
        case .noTraffic: noTraffic
        case .noData: noData
        }
    }
}

/// One state for all that was asked about, and what it rests on.
package struct CheckAnswer: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let status: CheckStatus
        package let condition: Evaluation
    }

    /// Why no model was judged.
    package enum UnknownReason: Hashable, Sendable {
        case neverCollected
        /// The newest collected window ended so many seconds ago; nil where that is more than a day.
        case stale(seconds: Int?)
        case unknownModel(Name, similar: Name?)
        /// No model had traffic in the last 24 hours.
        case noModels
    }

    package let request: CheckRequest
    package private(set) var status: CheckStatus
    package let obstacle: UnknownReason?
    /// The worst first, then by name.
    package private(set) var entries: [Entry]
    /// What was left out because it is damaged.
    package var damages = Damages()

    init(_ request: CheckRequest, _ status: CheckStatus, because obstacle: UnknownReason) {
        self.request = request
        self.status = status
        self.obstacle = obstacle
        entries = []
    }

    /// Where damage is left out, what seems to have had no traffic or no data may have had some: nobody knows. A level that
    /// the rest shows stays.
    mutating func note(_ damages: Damages) {
        self.damages = damages
        guard !damages.isEmpty else { return }
        entries = entries.map { entry in
            if case .judged = entry.condition.state { return entry }
            return Entry(status: CheckStatus.worst([entry.status, .unknown]), condition: entry.condition)
        }
        status = CheckStatus.worst([entries.isEmpty ? .unknown : .ok, status] + entries.map(\.status))
    }

    init(_ request: CheckRequest, _ conditions: [Evaluation]) {
        self.request = request
        obstacle = nil
        let judged = conditions.map { Entry(status: request.status(of: $0.state), condition: $0) }
        entries = [.critical, .warning, .unknown, .ok].flatMap { status in judged.filter { $0.status == status } }
        status = CheckStatus.worst(judged.map(\.status))
    }
}

/// Judges the model that is asked for, or all that had traffic in the last 24 hours.
package struct CheckReport {
    /// Throws `RequestError` and `ArchiveError`. `now` gives way to the parameter `at`.
    package static func answer(
        _ request: CheckRequest, from archive: Archive, parameters: QueryParameters, now: Int
    ) throws -> CheckAnswer {
        var damages = Damages()
        var answer = try answer(request, from: archive, parameters: parameters, now: now, &damages)
        answer.note(damages)
        return answer
    }

    private static func answer(
        _ request: CheckRequest, from archive: Archive, parameters: QueryParameters, now: Int,
        _ damages: inout Damages
    ) throws -> CheckAnswer {
        let now = try parameters.moment() ?? now
        guard let source = try SourceChoice(parameters).single(in: archive, now: now, &damages),
            let oldest = damages.take(try archive.oldestWindow(of: source)), oldest.end <= now
        else { return CheckAnswer(request, .unknown, because: .neverCollected) }
        let reach = Window.ended(in: now - max(request.maximumAge, LatestReport.lookBackSeconds), now)
        let last = damages.take(try archive.collectedWindows(of: source, in: reach)).last
        guard let newest = last, now - newest.end <= request.maximumAge else {
            return CheckAnswer(request, .unknown, because: .stale(seconds: last.map { now - $0.end }))
        }
        let known = damages.take(try archive.models(of: source))
        if let model = parameters.model, !known.contains(model) {
            let similar = NameSimilarity.closest(to: model, among: known)
            return CheckAnswer(request, .unknown, because: .unknownModel(model, similar: similar))
        }
        let models = try parameters.model.map { [$0] } ?? active(source, in: archive, now: now, &damages)
        if models.isEmpty { return CheckAnswer(request, request.noTraffic, because: .noModels) }
        return CheckAnswer(
            request,
            try request.condition.conditions(
                of: models, source: source, archive: archive, newest: newest, &damages))
    }

    private static func active(
        _ source: Source, in archive: Archive, now: Int, _ damages: inout Damages
    ) throws(ArchiveError) -> Set<Name> {
        let latest = try LatestReport.answer(archive: archive, source: source, model: nil, now: now)
        damages.add(latest.damages)
        return Set(latest.entries.map(\.model))
    }
}
