import HTTPClient
import Latency
import Prometheus

/// How one source is collected, as plain values: the flags of a command line make them.
package struct CollectionSettings: Sendable {
    package var server: ServerURL
    package var access = AccessFiles()
    package var source = SourceID.standard

    /// What is said of the source beside its name; nil where nothing is. An empty selector is said to be none.
    package var modelLabel: String?
    package var selector: String?
    package var unit: LatencyUnit?

    /// What is measured; nil goes by the table of known metrics.
    package var measure: Name?
    /// nil is found out.
    package var kind: SourceKind?
    /// Names of the metric, each of which takes the place of those behind it; empty for its own alone.
    package var names: [String] = []
    /// What other servers have in its place.
    package var spellings: [MetricSpelling] = []
    /// The labels that its counts are kept by beside the model.
    package var labels: [Name] = []
    /// The label that tells classes of requests or errors; nil for none.
    package var classLabel: Name?

    /// The file of the configuration that has it; nil where flags describe it.
    package var configuration: String?

    /// Whether it is no failure that the server has no such metric.
    package var mayBeMissing = false

    /// Seconds to wait for one answer.
    package var timeout = Defaults.timeout
    /// How often a request is made again that failed for a moment.
    package var retries = Defaults.retries
    /// How many models have names; see `ModelLimit`.
    package var modelLimit = Defaults.modelLimit
    /// Seconds that windows are kept, and of what is older the hours alone; nil keeps windows for ever.
    package var retention: Int?
    /// The file that says where notices go; nil tells nobody.
    package var notifyFile: String?

    package init(server: ServerURL) { self.server = server }

    /// The same for somebody who sits and waits: nothing is asked twice, and no answer waited for long.
    package var asked: CollectionSettings {
        var settings = self
        (settings.retries, settings.timeout) = (0, min(timeout, 5))
        return settings
    }

    /// What asks the server.
    ///
    /// - Parameters:
    ///   - onQuery: called with every query before it is sent.
    ///   - onRetry: called with a failure before the pause, in seconds, after which the request is made again.
    package func client(
        userAgent: String, isInterrupted: @escaping () -> Bool = { false },
        onQuery: @escaping (PrometheusClient.Query) -> Void = { _ in },
        onRetry: @escaping (PrometheusError, _ pause: Double) -> Void = { _, _ in }
    ) throws(PrometheusError) -> PrometheusClient {
        PrometheusClient(
            server: server,
            transport: try access.transport(to: server, userAgent: userAgent, isInterrupted: isInterrupted),
            limits: PrometheusClient.Limits(timeout: timeout),
            patience: RetryPolicy(retries: retries, timeBudget: Defaults.secondsOfRun), onQuery: onQuery,
            onRetry: onRetry)
    }
}
