import Archive
import Prometheus

/// A source whose collection is looked at: what would be asked of whom, and whether that is scheduled.
package struct ExaminedSource {
    package let description: SourceDescription
    /// Makes the client that a collection would have.
    package let connect: () throws(PrometheusError) -> PrometheusClient

    package init(
        description: SourceDescription, connect: @escaping () throws(PrometheusError) -> PrometheusClient
    ) {
        self.description = description
        self.connect = connect
    }
}
