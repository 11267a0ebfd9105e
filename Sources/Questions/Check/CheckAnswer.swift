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
        case .judged(let severities):
            switch severities.lowerBound {
            case .good: .ok
            case .cannotTell: .unknown
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

    /// Why no model was judged, or not believed.
    package enum UnknownReason: Hashable, Sendable {
        case neverCollected
        /// The newest collected window ended so many seconds ago; nil where that is more than a day.
        case stale(seconds: Int?)
        case unknownModel(Name, similar: Name?, elsewhere: Elsewhere? = nil)
        /// No model had traffic in the last 24 hours.
        case noModels
        /// It was read from a replica whose primary has not said that nothing more is stored.
        case unverified
    }

    package let request: CheckRequest
    package private(set) var status: CheckStatus
    package private(set) var obstacle: UnknownReason?
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

    /// Where damage is left out, what seems to have had no traffic or no data may have had some: nobody knows. A severity
    /// that the rest shows stays.
    mutating func note(_ damages: Damages) {
        self.damages = damages
        guard !damages.isEmpty else { return }
        entries = entries.map { entry in
            if case .judged = entry.condition.state { return entry }
            return Entry(status: CheckStatus.worst([entry.status, .unknown]), condition: entry.condition)
        }
        status = CheckStatus.worst([entries.isEmpty ? .unknown : .ok, status] + entries.map(\.status))
    }

    /// Nothing is good on a replica's word alone; what it has seen that is not stays.
    mutating func doubt() { if status == .ok { (status, obstacle) = (.unknown, .unverified) } }

    init(_ request: CheckRequest, _ conditions: [Evaluation]) {
        self.request = request
        obstacle = nil
        let judged = conditions.map { Entry(status: request.status(of: $0.state), condition: $0) }
        entries = [.critical, .warning, .unknown, .ok].flatMap { status in judged.filter { $0.status == status } }
        status = CheckStatus.worst(judged.map(\.status))
    }
}
