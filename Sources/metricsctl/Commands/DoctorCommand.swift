import Archive
import ArgumentParser
import Doctor
import Prometheus
import Rendering
import Schedule

/// `metricsctl doctor`
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Looks at all that must be right for collections to go on, and says what to do; exits 1 on a problem.",
        examples: [
            "metricsctl doctor",
            "metricsctl doctor -- --prometheus-url http://prometheus:9090 --metric-name request_duration_seconds",
        ],
        discussion: """
            Looks at what is scheduled in this user's crontab, or at what the options of collect behind -- say. It changes \
            nothing.
            """)

    @Flag(help: "As JSON.")
    var json = false

    @Option(help: ArgumentHelp("Where serve must answer. Default: it may, at http://127.0.0.1:8000.", valueName: "url"))
    var serveURL: String?

    @OptionGroup var archive: ArchiveOptions

    @Argument(
        parsing: .postTerminator, help: ArgumentHelp("Options of collect, after --.", valueName: "collect-option"))
    var collectOptions: [String] = []

    func run() throws {
        let serve: ServerURL
        do { serve = try ServerURL(serveURL ?? "http://127.0.0.1:8000") } catch { throw UsageError(error) }
        let jobs = try jobs()
        let scheduledArchive = jobs.compactMap { $0.archive.db }.first
        let path = ScheduledJob.absolute(try archive.isDefault ? scheduledArchive ?? archive.path() : archive.path())
        let examination = Examination(
            sources: try jobs.map(Self.examined), archivePath: path, serve: serve, isServeExpected: serveURL != nil,
            transport: try CurlTransport(userAgent: Metricsctl.userAgent), timeZone: Surroundings.variable("TZ"),
            localTime: Surroundings.text(Surroundings.now()), now: Surroundings.now())
        let diagnosis = examination.diagnosis()
        let text = DiagnosisText(terminal: Surroundings.terminal)
        try Output.data(json ? text.json(diagnosis) : text.table(diagnosis))
        if diagnosis.verdict == .problem { throw ExitCode.failure }
    }

    /// What would be collected: what was asked about, else what is scheduled, else what `collect` does by itself.
    private func jobs() throws -> [CollectCommand] {
        let scheduled = collectOptions.isEmpty ? ((try? UserCrontab.read().lines) ?? []).map(\.job.arguments) : []
        let parsed = scheduled.compactMap { try? CollectCommand.parse($0) }
        return parsed.isEmpty ? [try CollectCommand.parse(collectOptions)] : parsed
    }

    private static func examined(_ command: CollectCommand) throws -> ExaminedSource {
        var options = command.options
        // A doctor's patient must not wait long.
        (options.retries, options.timeout) = (0, min(options.timeout, 5))
        let server = try options.server()
        let asked = options
        return ExaminedSource(description: asked.source(at: server)) { () throws(PrometheusError) in
            try asked.client(of: server, tellsRetries: false)
        }
    }
}
