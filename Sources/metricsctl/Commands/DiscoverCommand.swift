import ArgumentParser
import Latency

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
        let survey = try ServerSurvey(url: prometheusURL, access: access, timeout: timeout, in: context)
        let discovery = try survey.discovery(in: context)
        if json { return try context.output.data(survey.rendering(in: context).json(discovery)) }
        try survey.tell(discovery, in: context)
        try context.output.data(survey.rendering(in: context).configuration(discovery))
    }
}
