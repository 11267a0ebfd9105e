import Archive
import Collector
import Latency
import Prometheus

/// A source whose collection is looked at: what would be asked of whom.
package struct ExaminedSource {
    let description: SourceDescription
    let unitOrigin: UnitOrigin
    /// The file of the configuration that has it; nil where none has.
    let configuration: String?
    /// How what is known has the metric otherwise; nil where it agrees.
    let disagreement: String?
    /// Makes the client that a collection would have, but for its patience.
    let connect: () throws(PrometheusError) -> PrometheusClient

    /// - Parameters:
    ///   - archive: nil where there is none, or it can't be opened.
    ///   - now: seconds since 1970 UTC.
    package init(
        _ settings: CollectionSettings, in archive: Archive?, userAgent: String, now: Int
    ) throws(ArchiveError) {
        let connect = { () throws(PrometheusError) in try settings.asked.client(userAgent: userAgent) }
        let usual: ResolvedSource
        do throws(ArchiveError) {
            usual = try settings.resolved(in: archive)
        } catch {
            usual = try settings.resolved(in: nil)
        }
        let resolved = usual.withLabel(at: Window(endedAt: now), connect)
        description = resolved.description
        unitOrigin = resolved.unitOrigin
        configuration = settings.configuration
        disagreement = resolved.disagreement
        self.connect = connect
    }
}
