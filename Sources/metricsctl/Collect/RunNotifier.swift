import Archive
import HTTPClient
import Latency
import Notify
import Prometheus
import Support

/// Tells the world of a collection. Whatever goes wrong with that is a warning: no collection fails for it.
struct RunNotifier {
    private let notifier: Notifier
    private let start = ContinuousClock.now

    /// nil, after a warning, where the file can't be read or understood.
    init?(settingsFile path: String) {
        do {
            let text = try SettingsFile.text(at: path)
            let settings = try NotifySettings(text, path: path)
            notifier = Notifier(
                settings: settings, transport: try CurlTransport(userAgent: Metricsctl.userAgent),
                zone: ProcessEnvironment.zone, isInterrupted: { Interruption.isRequested }, onFailure: Self.warn,
                onDamage: Output.warning)
        } catch {
            Self.warn(error)
            return nil
        }
    }

    func begin() { notifier.ping(.start, within: Allowance(until: .now + Self.longestPings)) }

    /// Leaves it to a run that is telling already: what that does not tell the next one does. `now` is in seconds since
    /// 1970 UTC.
    func end(of source: Source, in archive: Archive, now: Int, succeeded: Bool) {
        let timeBudget = Allowance(until: .now + timeLeft)
        notifier.ping(succeeded ? .success : .fail, within: timeBudget)
        do {
            let (name, metric) = (source.description.name, source.description.metric)
            guard
                let lock = try SourceLock.acquire(
                    archivePath: archive.path, source: name, metric: metric, purpose: .telling)
            else { return Self.warnOfStuck(archive, source) }
            try notifier.tell(of: source, in: archive, now: now, within: timeBudget)
            lock.release()
        } catch { Self.warn(error) }
    }

    private static let longestPings = Duration.seconds(10)

    /// A run that cron or systemd started ends within four minutes; what was started by hand may take longer.
    private var timeLeft: Duration {
        let (usual, least) = (Duration.seconds(50), Duration.seconds(5))
        let rest = Duration.seconds(232) - (.now - start)
        return rest < .seconds(-10) ? usual : max(least, min(usual, rest))
    }

    /// Says who keeps everybody from telling.
    private static func warnOfStuck(_ archive: Archive, _ source: Source) {
        let (name, metric) = (source.description.name, source.description.metric)
        guard
            let holder = SourceLock.stuckHolder(
                archivePath: archive.path, source: name, metric: metric, purpose: .telling,
                now: ProcessEnvironment.now())
        else { return }
        Output.warning(
            "nobody is told anything: process \(holder.process) has been telling since "
                + ProcessEnvironment.text(holder.since))
    }

    private static func warn(_ error: any Error) {
        Output.warning((error as? any ExplainedError)?.message ?? String(describing: error))
    }
}
