import Latency
import Prometheus

/// What targets say of themselves, asked once for all measures of a source: they have the same targets.
package final class TargetEvidence {
    /// So many samples are kept of what was asked; some 4 MB.
    private static let mostSamples = 200_000

    private var asked: [Window: Set<Labels>] = [:]
    private var known: [Window: [Series]] = [:]
    private var samples = 0

    package init() {}

    /// What some targets, given by their `job` and `instance`, said in a window and the one before it.
    func metadata(
        of targets: [Labels], in window: Window, _ queries: HistogramQueries, asking client: PrometheusClient
    ) throws(PrometheusError) -> TargetMetadata {
        let unasked = targets.filter { asked[window]?.contains($0) != true }
        var found = known[window] ?? []
        if !unasked.isEmpty {
            found += try client.samples(queries.evidence(of: unasked), at: window)
            keep(found, of: unasked, in: window)
        }
        return TargetMetadata(found)
    }

    private func keep(_ found: [Series], of targets: [Labels], in window: Window) {
        let count = found.reduce(0) { $0 + $1.samples.count }
        guard samples + count <= Self.mostSamples else { return }
        samples += count
        asked[window, default: []].formUnion(targets)
        known[window] = found
    }
}
