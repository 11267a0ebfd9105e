import Archive
import Collector
import HTTPClient
import Latency
import Prometheus

/// The sources of an archive that are still collected, by whomever.
package enum CollectedSources {
    /// Sources that nobody has collected for so many seconds were given up, or are another host's.
    private static let givenUpAfter = 7 * 86_400

    /// The sources that had a run lately, or all of them that ever had one, as they were collected last.
    ///
    /// - Parameters:
    ///   - others: those that are known from elsewhere; what is said of them there counts.
    ///   - now: seconds since 1970 UTC.
    package static func settings(in archive: Archive, but others: [SourceID], now: Int) throws -> [CollectionSettings] {
        var runs: [(source: SourceDescription, finished: Int)] = []
        for source in try archive.sources() where !others.contains(source.description.id) {
            let last = try archive.lastRun(of: source, at: now).value
            if let last { runs.append((source.description, last.finished)) }
        }
        let recent = runs.filter { now - $0.finished < givenUpAfter }
        let chosen = recent.isEmpty && others.isEmpty ? runs : recent
        return try chosen.map { try settings(of: $0.source) }
    }

    /// The unit, label and selector are taken from the archive.
    private static func settings(of source: SourceDescription) throws(ServerURLError) -> CollectionSettings {
        var settings = CollectionSettings(server: try ServerURL(source.url))
        settings.source = source.id
        return settings
    }
}
