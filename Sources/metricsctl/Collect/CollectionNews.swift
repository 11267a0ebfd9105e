import Archive
import Latency
import Notify
import Prometheus

/// Tells the world of a collection. Whatever goes wrong with that is a warning: no collection fails for it.
struct CollectionNews {
    private let notifier: Notifier
    private let start = ContinuousClock.now

    /// nil, after a warning, where the file can't be read or understood.
    init?(settingsFile path: String) {
        do {
            let text = try SettingsFile.text(at: path)
            let settings = try NotifySettings(text, path: path)
            notifier = Notifier(
                settings: settings, transport: try CurlTransport(userAgent: Metricsctl.userAgent),
                zone: Surroundings.zone, isInterrupted: { Interruption.isWished }, onFailure: Self.warn)
        } catch {
            Self.warn(error)
            return nil
        }
    }

    func begin() { notifier.ping(.start, within: Allowance(until: .now + Self.longestPings)) }

    /// Leaves it to a run that is telling already: what that does not tell the next one does. `now` is in seconds since
    /// 1970 UTC.
    func end(of source: Source, in archive: Archive, now: Int, succeeded: Bool) {
        let allowance = Allowance(until: .now + timeLeft)
        notifier.ping(succeeded ? .success : .fail, within: allowance)
        do {
            let (name, metric) = (source.description.name, source.description.metric)
            guard
                let lock = try SourceLock.acquire(
                    archivePath: archive.path, source: name, metric: metric, purpose: .telling)
            else { return Self.warnOfStuck(archive, source) }
            try notifier.tell(of: source, in: archive, now: now, within: allowance)
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
                archivePath: archive.path, source: name, metric: metric, purpose: .telling, now: Surroundings.now())
        else { return }
        Output.warning(
            "nobody is told anything: process \(holder.process) has been telling since "
                + Surroundings.text(holder.since))
    }

    private static func warn(_ error: any Error) {
        Output.warning((error as? any ExplainedError)?.message ?? String(describing: error))
    }
}
