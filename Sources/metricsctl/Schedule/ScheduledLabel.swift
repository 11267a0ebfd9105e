import Archive
import Collector
import Latency
import Prometheus

/// Refuses to schedule what would be one model without a name. What can't be asked now is left to `collect`.
enum ScheduledLabel {
    /// - Parameter archivePath: a source of which models are stored already is not asked about.
    static func check(_ settings: CollectionSettings, archivePath: String, in context: Context) throws {
        let archive = try? context.archives.reading(at: archivePath)
        let newest = Window(endedAt: context.now())
        guard let source = try? settings.resolved(in: archive, at: newest, context).description else { return }
        let known = try? archive?.source(named: source.name, metric: source.metric)
        if let known, let models = try? archive?.models(of: known).value, !models.isEmpty { return }
        let queries = HistogramQueries(source.metricSelector())
        do throws(PrometheusError) {
            try settings.asked.client(tellsRetries: false, in: context).requireModelLabel(of: queries)
        } catch {
            if case .noModelLabel = error { throw error }
        }
    }
}
