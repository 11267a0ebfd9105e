import Collector
import Prometheus

extension CollectionSettings {
    /// What asks the server in this program's name, until the user stops it.
    ///
    /// - Parameters:
    ///   - tellsRetries: says on stderr why it waits.
    ///   - onQuery: called with every query before it is sent.
    func client(
        tellsRetries: Bool, onQuery: @escaping (PrometheusClient.Query) -> Void = { _ in }
    ) throws(PrometheusError) -> PrometheusClient {
        try client(
            userAgent: Metricsctl.userAgent, isInterrupted: { Interruption.isRequested }, onQuery: onQuery,
            onRetry: { error, pause in
                guard tellsRetries else { return }
                Output.note("metricsctl: \(error.message); trying again in \(Int(pause.rounded(.up))) s")
            })
    }
}
