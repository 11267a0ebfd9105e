import Archive
import Collector
import Prometheus

/// A source whose collection is looked at: what would be asked of whom.
package struct ExaminedSource {
    let description: SourceDescription
    let unitOrigin: UnitOrigin
    /// How what is known has the metric otherwise; nil where it agrees.
    let disagreement: String?
    /// Makes the client that a collection would have, but for its patience.
    let connect: () throws(PrometheusError) -> PrometheusClient

    /// - Parameter archive: nil where there is none, or it can't be opened.
    package init(_ settings: CollectionSettings, in archive: Archive?, userAgent: String) throws(ArchiveError) {
        let resolved: ResolvedSource
        do throws(ArchiveError) {
            resolved = try settings.resolved(in: archive)
        } catch {
            resolved = try settings.resolved(in: nil)
        }
        description = resolved.description
        unitOrigin = resolved.unitOrigin
        disagreement = resolved.disagreement
        connect = { () throws(PrometheusError) in try settings.asked.client(userAgent: userAgent) }
    }
}
