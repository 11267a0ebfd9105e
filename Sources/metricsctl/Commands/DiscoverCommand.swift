import ArgumentParser
import Collector
import Doctor
import HTTPClient
import Latency
import Prometheus
import Rendering
import Support

/// `metricsctl discover`
struct DiscoverCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "discover",
        abstract: "Find the model servers that a Prometheus has, and print a configuration for them.",
        examples: [
            "metricsctl discover --prometheus-url http://prometheus:9090",
            "metricsctl discover --json | jq -r '.data[].preset'",
        ],
        discussion: """
            The configuration goes to stdout, what must be known about it to stderr. It changes nothing, and asks at most \
            four questions and two for each server. What has no series at present is not found.
            """)

    @Option(
        name: .customLong("prometheus-url"),
        help: ArgumentHelp("The server. Default: PROMETHEUS_URL, else \(Defaults.serverURL).", valueName: "url"))
    var prometheusURL: String?

    @OptionGroup var access: AccessOptions

    @Option(help: ArgumentHelp("Seconds to wait for one answer.", valueName: "seconds"))
    var timeout = Defaults.timeout

    @Flag(help: "As JSON.")
    var json = false

    func validate() throws {
        guard timeout > 0, timeout <= 3600 else {
            throw ValidationError("--timeout must be more than 0 and at most 3600 seconds, got \(timeout)")
        }
    }

    func run(in context: Context) throws {
        let server: ServerURL
        do { server = try ServerURL(prometheusURL ?? context.variable("PROMETHEUS_URL") ?? Defaults.serverURL) } catch {
            throw UsageError(error)
        }
        var settings = CollectionSettings(server: server)
        (settings.access, settings.timeout, settings.retries) = (access.files, timeout, 1)
        let discovery = try ServerDiscovery(client: try settings.client(tellsRetries: true, in: context)).discover()
        let rendering = DiscoveryRendering(
            url: server.text, access: accessFiles(in: context), terminal: context.terminal)
        if json { return try context.output.data(rendering.json(discovery)) }
        for line in rendering.reasons(discovery) { context.output.note("metricsctl: \(line)") }
        if discovery.servers.isEmpty { throw Nothing.found(server: server.text) }
        try context.output.data(rendering.configuration(discovery))
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
