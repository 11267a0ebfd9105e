import Archive
import Latency
import Questions

/// What one target is told now, and what it is told later.
struct NoticePlan {
    /// To be sent now.
    private(set) var notices: [Notification] = []
    /// To be told later, in place of what is held of these subjects.
    private(set) var held: [HeldNotice] = []
    /// What is told with a notice is no longer held.
    private let releases: Bool

    /// - Parameters:
    ///   - report: what there is now.
    ///   - told: what the target was told.
    ///   - waiting: what it is to be told.
    init(
        _ report: NotificationReport, told: [ToldState], waiting: [HeldNotice], _ calendar: NoticeCalendar,
        source: SourceID
    ) {
        let changes = report.changes(since: Self.seen(told, waiting))
        let bySubject = Dictionary(waiting.map { ($0.subject, $0) }) { first, _ in first }
        let updated = changes.map { change in Self.holding(change, bySubject[change.subject]) }
        let isDue = calendar.isDue(waiting)
        releases = isDue
        if isDue {
            let previous = Dictionary(told.map { ($0.subject, $0.state) }) { first, _ in first }
            let changed = Set(changes.map(\.subject))
            notices = zip(changes, updated).map { change, held in
                guard bySubject[change.subject] != nil else { return change }
                return change.holding(held.past, previous: previous[change.subject] ?? .good)
            }
            notices += waiting.filter { !changed.contains($0.subject) }.map { held in
                Notification.past(
                    of: source, held.subject, held.state, previous: previous[held.subject] ?? .good,
                    time: calendar.now, held.past)
            }
        } else if calendar.isQuiet {
            held = updated
        } else {
            notices = changes
            if calendar.keepsForDigest { held = updated }
        }
    }

    /// What is no longer held once these were told.
    func released(by notices: [Notification]) -> [NoticeSubject] { releases ? notices.map(\.subject) : [] }

    /// What it would have been told by now, had it been told all at once.
    private static func seen(_ told: [ToldState], _ waiting: [HeldNotice]) -> [ToldState] {
        let later = Set(waiting.map(\.subject))
        return told.filter { !later.contains($0.subject) }
            + waiting.map { ToldState($0.subject, $0.state, since: $0.latest) }
    }

    private static func holding(_ change: Notification, _ earlier: HeldNotice?) -> HeldNotice {
        HeldNotice(
            change.subject, worst: max(earlier?.worst ?? change.previous, change.state), state: change.state,
            since: earlier?.since ?? change.time, latest: change.time, changes: (earlier?.changes ?? 0) + 1)
    }
}

extension HeldNotice {
    fileprivate var past: Notification.Held {
        Notification.Held(worst: worst, since: since, latest: latest, changes: changes)
    }
}
