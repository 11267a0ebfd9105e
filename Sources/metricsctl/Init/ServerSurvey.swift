import Collector
import Doctor
import HTTPClient
import Latency
import Prometheus
import Rendering
import Support

/// A server that is asked which model servers it knows: what `discover` and `init` begin with.
struct ServerSurvey {
    let server: ServerURL
    let access: AccessOptions
    /// Seconds to wait for one answer.
    let timeout: Double

    /// - Parameter url: as somebody wrote it; nil takes that of PROMETHEUS_URL, else the usual one.
    init(
        url: String?, access: AccessOptions, timeout: Double = Defaults.timeout, in context: Context
    ) throws(UsageError) {
        do { server = try ServerURL(url ?? context.variable("PROMETHEUS_URL") ?? Defaults.serverURL) } catch {
            throw UsageError(error)
        }
        (self.access, self.timeout) = (access, timeout)
    }

    func discovery(in context: Context) throws -> Discovery {
        var settings = CollectionSettings(server: server)
        (settings.access, settings.timeout, settings.retries) = (access.files, timeout, 1)
        return try ServerDiscovery(client: try settings.client(tellsRetries: true, in: context)).discover()
    }

    func rendering(in context: Context) -> DiscoveryRendering {
        DiscoveryRendering(url: server.text, access: accessFiles(in: context), terminal: context.terminal)
    }

    /// Tells people what must be known; throws where there is nothing to collect.
    func tell(_ discovery: Discovery, in context: Context) throws(Nothing) {
        for line in rendering(in: context).reasons(discovery) { context.output.note("metricsctl: \(line)") }
        if discovery.servers.isEmpty { throw .found(server: server.text) }
    }

    /// What a configuration has to name so that the server can be asked again.
    private func accessFiles(in context: Context) -> [(key: String, path: String)] {
        let files = [
            ("header_file", access.headerFile), ("bearer_token_file", access.bearerTokenFile),
            ("netrc_file", access.netrc), ("ca_file", access.cacert), ("cert_file", access.cert),
            ("key_file", access.key), ("unix_socket", access.unixSocket),
        ]
        return files.compactMap { key, path in path.map { (key, context.environment.absolute($0)) } }
    }

    enum Nothing: ExplainedError {
        /// None of the known servers' metrics has series there.
        case found(server: String)

        var message: String {
            switch self {
            case .found(let server): "\(server) has no series of a known model server"
            }
        }

        var hint: Hint? {
            "metricsctl presets lists those that are known; collect takes any histogram with \(.metricName)"
        }
    }
}
