import Archive
import Prometheus

/// A source whose collection is looked at: what would be asked of whom, and whether that is scheduled.
package struct ExaminedSource {
    package let description: SourceDescription
    package let unitOrigin: UnitOrigin
    /// How what is known has the metric otherwise; nil where it agrees.
    package let disagreement: String?
    /// Makes the client that a collection would have.
    package let connect: () throws(PrometheusError) -> PrometheusClient

    package init(
        description: SourceDescription, unitOrigin: UnitOrigin, disagreement: String?,
        connect: @escaping () throws(PrometheusError) -> PrometheusClient
    ) {
        (self.description, self.unitOrigin, self.disagreement) = (description, unitOrigin, disagreement)
        self.connect = connect
    }
}
