import Archive
import Collector
import Latency
import Prometheus

extension CollectionSettings {
    /// As `resolved(in:)`, and by the label that the server's series have; a label that is not the usual one is told.
    ///
    /// - Parameter newest: the newest window to collect.
    func resolved(
        in archive: Archive?, at newest: Window, _ context: Context
    ) throws -> ResolvedSource {
        let connect = { () throws(PrometheusError) in try asked.client(tellsRetries: false, in: context) }
        let usual = try resolved(in: archive).withKind(connect)
        let found = usual.withLabel(at: newest, connect)
        let (metric, label) = (found.description.metric, found.description.modelLabel)
        if label != usual.description.modelLabel, !context.output.isQuiet {
            context.output.note(
                "metricsctl: \(metric) has no label \(usual.description.modelLabel) here: \(label) names the models")
        }
        return found
    }

    /// What asks the server in this program's name, until the user stops it.
    ///
    /// - Parameters:
    ///   - tellsRetries: says on stderr why it waits.
    ///   - onQuery: called with every query before it is sent.
    func client(
        tellsRetries: Bool, in context: Context, onQuery: @escaping (PrometheusClient.Query) -> Void = { _ in }
    ) throws(PrometheusError) -> PrometheusClient {
        try client(
            userAgent: Metricsctl.userAgent, isInterrupted: { Interruption.isRequested }, onQuery: onQuery,
            onRetry: { error, pause in
                guard tellsRetries else { return }
                context.output.note("metricsctl: \(error.message); trying again in \(Int(pause.rounded(.up))) s")
            })
    }
}
