import Archive
import Latency
import Notify
import Prometheus

/// Tells the world of a collection. Whatever goes wrong with that is a warning: no collection fails for it.
struct CollectionNews {
    private let notifier: Notifier

    /// nil, after a warning, where the file can't be read or understood.
    init?(settingsFile path: String) {
        do {
            let text = try SettingsFile.text(at: path)
            let settings = try NotifySettings(text, path: path)
            notifier = Notifier(
                settings: settings, transport: try CurlTransport(userAgent: Metricsctl.userAgent),
                zone: Surroundings.zone, onFailure: Self.warn)
        } catch {
            Self.warn(error)
            return nil
        }
    }

    func begin() { notifier.ping(.start) }

    /// `now` is in seconds since 1970 UTC.
    func end(of source: Source, in archive: Archive, now: Int, succeeded: Bool) {
        notifier.ping(succeeded ? .success : .fail)
        do { try notifier.tell(of: source, in: archive, now: now) } catch { Self.warn(error) }
    }

    private static func warn(_ error: any Error) {
        Output.warning((error as? any ExplainedError)?.message ?? String(describing: error))
    }
}
