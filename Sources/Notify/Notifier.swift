import Archive
import HTTPClient
import Prometheus
import Questions
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
        var (told, damages): ([[ToldState]], Damages) = ([], Damages())
        for target in settings.targets {
            told.append(damages.take(try archive.notifiedStates(of: source, to: target.identity)))
        }
        let report = try NotificationReport(
            by: settings.rules, archive: archive, source: source, told: told.flatMap(\.self), now: now)
        damages.add(report.damages)
        damages.warnings.forEach(onDamage)
        for (index, target) in settings.targets.enumerated() {
            let round = NoticeRound(
                target: target, sender: NoticeSender(transport: transport, zone: zone),
                timeBudget: timeBudget.share(of: settings.targets.count - index), isInterrupted: isInterrupted)
            let notices = report.changes(since: told[index])
            let alerts = Alerts(of: source.description.id, told[index], notices, now: now)
            let failures = try round.tell(notices, alerts) { (notices) throws(ArchiveError) in
                let states = notices.map { ToldState($0.subject, $0.state, since: now) }
                try archive.remember(states, of: source, to: target.identity)
            }
            failures.forEach(onFailure)
        }
    }
}
