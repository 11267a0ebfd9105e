import Archive
import Collector
import Latency
import Prometheus

/// Refuses to schedule what would be one model without a name. What can't be asked now is left to `collect`.
enum ScheduledLabel {
    /// - Parameter archivePath: a source of which models are stored already is not asked about.
    static func check(_ options: [String], archivePath: String) throws {
        var asked = try CollectCommand.parse(options).options
        (asked.retries, asked.timeout) = (0, min(asked.timeout, 5))
        let server = try asked.server()
        let archive = try? Archive(readingAt: archivePath)
        guard let source = try? asked.wishes(at: server).resolved(in: archive).description else { return }
        let known = try? archive?.source(named: source.name, metric: source.metric)
        if let known, let models = try? archive?.models(of: known), !models.isEmpty { return }
        let queries = HistogramQueries(
            MetricSelector(metric: source.metric, selector: source.selector, modelLabel: source.modelLabel))
        do throws(PrometheusError) {
            try asked.client(of: server, tellsRetries: false).requireModelLabel(of: queries)
        } catch {
            if case .noModelLabel = error { throw error }
        }
    }
}
