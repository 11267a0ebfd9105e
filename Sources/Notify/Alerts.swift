import Archive
import Latency
import Questions
import Rendering

/// What Alertmanager is told on a run: everything that is not good now, and what has just ceased to be what it was.
struct Alerts {
    /// An alert, and the notices that are told with it.
    typealias One = (alert: Alert, notices: [Notification])

    private(set) var all: [One]

    /// Alertmanager drops an alert that is not told again: three runs may fail to.
    private static let lastingSeconds = 20 * 60

    /// - Parameters:
    ///   - told: what it was told before.
    ///   - notices: what has changed since.
    ///   - now: seconds since 1970 UTC.
    init(of source: SourceID, _ told: [ToldState], _ notices: [Notification], now: Int) {
        let changes = Dictionary(notices.map { ($0.subject, $0) }) { first, _ in first }
        let lasting = told.filter { changes[$0.subject] == nil }.map { one -> One in
            let alert = Alert(
                source: source, one.subject, one.state, summary: Self.summary(one), start: one.since,
                end: now + Self.lastingSeconds)
            return (alert, [])
        }
        let over = told.compactMap { one in
            changes[one.subject].map { notice -> One in
                let alert = Alert(
                    source: source, one.subject, one.state, summary: Self.summary(one), start: one.since, end: now)
                // What is no worse than warning now begins below, and is remembered with that.
                return (alert, notice.state == .good ? [notice] : [])
            }
        }
        let begun = notices.filter { $0.state != .good }.map { notice -> One in
            let alert = Alert(
                source: source, notice.subject, notice.state, summary: NotificationText().line(notice), start: now,
                end: now + Self.lastingSeconds)
            return (alert, [notice])
        }
        all = lasting + over + begun
    }

    private static func summary(_ told: ToldState) -> String {
        switch told.subject {
        case .collection: "metricsctl collect keeps failing"
        case .measure: "the metric's series are gone"
        case .model(let name): "\(NotificationText.modelName(name)): p95 is \(told.state.rawValue)"
        case .rule(let rule, let model):
            "\(NotificationText.modelName(model)): rule \(NotificationText.ruleName(rule)) is \(told.state.rawValue)"
        case .test: NotificationText.test
        }
    }
}
