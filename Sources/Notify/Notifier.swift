import Archive
import HTTPClient
import Prometheus
import Questions
import Rendering
import Support

/// Tells people and systems what has changed, after a collection; never in the way of one.
package struct Notifier {
    private let settings: NotifySettings
    private let transport: any HTTPTransport
    private let zone: Zone
    private let isInterrupted: () -> Bool
    /// Told of what could not be sent.
    private let onFailure: (NotifyError) -> Void
    /// Told of what notices could not go by because it is damaged, a line each.
    private let onDamage: (String) -> Void

    /// So long one server or program may take, in seconds: a run must end long before the next begins.
    static let timeout = 5.0

    /// - Parameter isInterrupted: when true, no further notice is begun; the next run tells it.
    package init(
        settings: NotifySettings, transport: any HTTPTransport, zone: Zone,
        isInterrupted: @escaping () -> Bool = { false }, onFailure: @escaping (NotifyError) -> Void,
        onDamage: @escaping (String) -> Void = { _ in }
    ) {
        self.settings = settings
        self.transport = transport
        self.zone = zone
        self.isInterrupted = isInterrupted
        self.onFailure = onFailure
        self.onDamage = onDamage
    }

    // MARK: The dead man's switch

    package enum RunState: String {
        case start, success, fail
    }

    package func ping(_ state: RunState, within timeBudget: Allowance) {
        let sender = NoticeSender(transport: transport, zone: zone)
        for url in settings.pings where !timeBudget.isUsedUp {
            do throws(NotifyError) {
                try sender.send(.get, state == .success ? url : url.below(state.rawValue), json: nil)
            } catch { onFailure(error) }
        }
    }

    // MARK: Notifications

    /// Tells every target what has changed since it was last told, and remembers each notice as the target takes it; what
    /// it did not take, and what there was no time for, the next run tells it. Alertmanager hears of everything that is
    /// not good on every run.
    ///
    /// - Parameter now: seconds since 1970 UTC.
    package func tell(
        of source: Source, in archive: Archive, now: Int, within timeBudget: Allowance
    ) throws(ArchiveError) {
        guard !settings.targets.isEmpty else { return }
        try archive.handOverToldStates(of: source, to: settings.targets.map(\.identity))
        var (told, waiting, damages): ([[ToldState]], [[HeldNotice]], Damages) = ([], [], Damages())
        for target in settings.targets {
            told.append(damages.take(try archive.notifiedStates(of: source, to: target.identity)))
            waiting.append(damages.take(try archive.heldNotices(of: source, to: target.identity)))
        }
        let all = told.flatMap(\.self) + waiting.joined().map { ToldState($0.subject, $0.state, since: $0.since) }
        let report = try NotificationReport(
            by: settings.rules, archive: archive, source: source, told: all, now: now, zone: zone)
        damages.add(report.damages)
        damages.warnings.forEach(onDamage)
        for (target, states) in report.judged { try archive.remember(states, of: source, to: target) }
        for (index, target) in settings.targets.enumerated() {
            let calendar = NoticeCalendar(
                quiet: target.isHeld ? settings.quiet : nil, digest: target.isHeld ? settings.digest : nil, zone: zone,
                now: now)
            let plan = NoticePlan(
                report, told: told[index], waiting: waiting[index], calendar, source: source.description.id)
            let round = NoticeRound(
                target: target, sender: NoticeSender(transport: transport, zone: zone),
                timeBudget: timeBudget.share(of: settings.targets.count - index), isInterrupted: isInterrupted)
            try tell(plan, by: round, told[index], of: source, in: archive, now: now)
        }
    }

    /// Sends what is to be told now, and keeps what is to be told later: of what is told at once, too, where a digest repeats it.
    private func tell(
        _ plan: NoticePlan, by round: NoticeRound, _ told: [ToldState], of source: Source, in archive: Archive, now: Int
    ) throws(ArchiveError) {
        let identity = round.target.identity
        let silent = plan.notices.isEmpty ? plan.held : []
        if !silent.isEmpty {
            try archive.remember(told: [], holding: silent, released: [], of: source, to: identity)
        }
        let alerts = Alerts(of: source.description.id, told, plan.notices, now: now)
        let failures = try round.tell(plan.notices, alerts) { (notices) throws(ArchiveError) in
            let subjects = Set(notices.map(\.subject))
            try archive.remember(
                told: notices.map { ToldState($0.subject, $0.state, since: now) },
                holding: plan.held.filter { subjects.contains($0.subject) }, released: plan.released(by: notices),
                of: source, to: identity)
        }
        failures.forEach(onFailure)
    }

    /// Sends every target a notice that says that it is a test; nothing of it is kept. Dead man's switches hear nothing.
    ///
    /// - Parameter result: told of each target, by the name that messages have for it.
    package func sendTest(now: Int, result: (String, NotifyError?) -> Void) {
        let sender = NoticeSender(transport: transport, zone: zone)
        let notice = Notification.test(time: now)
        for target in settings.targets {
            do throws(NotifyError) {
                if case .alertmanager(let url) = target {
                    let text = NotificationText(zone: zone).line(notice)
                    let alert = Alert(source: notice.source, .test, .warning, summary: text, start: now, end: now + 60)
                    try sender.send([alert], to: url)
                } else {
                    try sender.send([notice], to: target)
                }
                result(target.name, nil)
            } catch { result(target.name, error) }
        }
    }
}

extension NotifySettings.Target {
    /// Whether quiet hours and digests are for it: Alertmanager has its own, and forgets what it is not told again.
    fileprivate var isHeld: Bool { if case .alertmanager = self { false } else { true } }
}
