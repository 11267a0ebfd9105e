import Archive
import HTTPClient
import Latency
import Notify
import Prometheus
import Support

/// Tells the world of a collection. Whatever goes wrong with that is a warning: no collection fails for it.
struct RunNotifier: Sendable {
    private let settings: NotifySettings
    private let context: Context
    private let start: ContinuousClock.Instant

    /// nil, after a warning, where the file can't be read or understood.
    init?(settingsFile path: String, in context: Context) {
        do {
            self.init(try NotifySettings(SmallFile.text(of: path), path: path), in: context)
        } catch {
            Self.warn(error, context.output)
            return nil
        }
    }

    init(_ settings: NotifySettings, in context: Context) {
        (self.settings, self.context, start) = (settings, context, context.instant())
    }

    /// nil, after a warning, where there is no libcurl.
    private func notifier() -> Notifier? {
        do {
            return Notifier(
                settings: settings, transport: try CurlTransport(userAgent: Metricsctl.userAgent),
                zone: context.zone, isInterrupted: { Interruption.isRequested },
                onFailure: { Self.warn($0, context.output) }, onDamage: context.output.warning)
        } catch {
            Self.warn(error, context.output)
            return nil
        }
    }

    func begin() { notifier()?.ping(.start, within: Allowance(until: context.instant() + Self.longestPings)) }

    func end(succeeded: Bool) {
        notifier()?.ping(succeeded ? .success : .fail, within: Allowance(until: context.instant() + timeLeft))
    }

    /// Leaves it to a run that is telling already: what that does not tell the next one does. `now` is in seconds since
    /// 1970 UTC.
    func tell(of source: Source, in archive: Archive, now: Int) {
        let allowance = Allowance(until: context.instant() + timeLeft)
        do {
            let (name, metric) = (source.description.name, source.description.metric)
            guard
                let lock = try SourceLock.acquire(
                    in: archive, source: name, metric: metric, purpose: .telling)
            else { return warnOfStuck(archive, source) }
            try notifier()?.tell(of: source, in: archive, now: now, within: allowance)
            lock.release()
        } catch { Self.warn(error, context.output) }
    }

    private static let longestPings = Duration.seconds(10)

    /// A run that cron or systemd started ends within four minutes; what was started by hand may take longer.
    private var timeLeft: Duration {
        let (usual, least) = (Duration.seconds(50), Duration.seconds(5))
        let rest = Duration.seconds(232) - (context.instant() - start)
        return rest < .seconds(-10) ? usual : max(least, min(usual, rest))
    }

    /// Says who keeps everybody from telling.
    private func warnOfStuck(_ archive: Archive, _ source: Source) {
        let (name, metric) = (source.description.name, source.description.metric)
        guard
            let holder = SourceLock.stuckHolder(
                archivePath: archive.path, source: name, metric: metric, purpose: .telling, now: context.now())
        else { return }
        context.output.warning(
            "nobody is told anything: process \(holder.process) has been telling since "
                + context.text(holder.since))
    }

    private static func warn(_ error: any Error, _ output: Output) {
        output.warning((error as? any ExplainedError)?.message ?? String(describing: error))
    }
}
