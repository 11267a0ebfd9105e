import Archive
import ArgumentParser
import Doctor
import HTTPClient
import Latency
import Prometheus
import Rendering
import Support

/// `metricsctl doctor`
struct DoctorCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Look at all that must be right for collections to go on, and say what to do; exits 1 on a problem.",
        examples: [
            "metricsctl doctor",
            "metricsctl doctor -- --prometheus-url http://prometheus:9090 --metric-name request_duration_seconds",
        ],
        discussion: """
            Looks at what this user's crontab and systemd collect and at what the archive has collected, or at what the options \
            of collect behind -- say. It changes nothing.
            """)

    @Flag(help: "As JSON.")
    var json = false

    @Option(help: ArgumentHelp("Where serve must answer. Default: it may, at \(usualServeURL).", valueName: "url"))
    var serveURL: String?

    private static let usualServeURL = "http://\(Defaults.host):\(Defaults.port)"

    @OptionGroup var archive: ArchiveOptions

    @Argument(
        parsing: .postTerminator, help: ArgumentHelp("Options of collect, after --.", valueName: "collect-option"))
    var collectOptions: [String] = []

    func run(in context: Context) throws {
        let serve: ServerURL
        do { serve = try ServerURL(serveURL ?? Self.usualServeURL) } catch { throw UsageError(error) }
        let patients = try DoctorPatients(collectOptions: collectOptions, archive: archive, in: context)
        let examination = DiagnosisRun(
            sources: patients.sources, archivePath: patients.archivePath, archives: context.archives,
            serve: serve, isServeExpected: serveURL != nil,
            transport: try CurlTransport(userAgent: Metricsctl.userAgent),
            machine: Machine(context))
        let diagnosis = examination.diagnosis()
        let text = DiagnosisText(terminal: context.terminal, naming: Setting.flag)
        try context.output.data(json ? text.json(diagnosis) : text.table(diagnosis))
        if diagnosis.verdict == .problem { throw ExitCode.failure }
    }
}
