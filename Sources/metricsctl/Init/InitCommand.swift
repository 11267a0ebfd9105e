import ArgumentParser
import Glibc
import Latency
import Schedule
import Support

/// `metricsctl init`
struct InitCommand: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Set everything up: find the model servers, write the configuration, collect a day, and schedule it.",
        examples: [
            "metricsctl init --prometheus-url http://prometheus:9090",
            "metricsctl init --yes --prometheus-url http://localhost:9090 --config ~/.config/metricsctl/config.yaml",
        ],
        discussion: """
            What each step does a command of its own does too: discover, config check, collect --backfill 24h, schedule \
            install, models. A configuration that says anything is never changed: where it has sources, what comes after \
            is done with them, so that running it again goes on where it stopped.
            """)

    @Option(
        name: .customLong("prometheus-url"),
        help: ArgumentHelp(
            "The server. Default: PROMETHEUS_URL, else what you answer, else \(Defaults.serverURL).", valueName: "url"))
    var prometheusURL: String?

    @OptionGroup var access: AccessOptions
    @OptionGroup var archive: ArchiveOptions

    @Flag(help: "Don't ask before each step.")
    var yes = false

    func run(in context: Context) throws {
        let file = try InitialConfiguration(named: archive.config, in: context)
        let asker = try StepQuestions(yes: yes, in: context)
        var steps = InitialSteps(in: context)
        try steps.run("asking the server and writing \(file.path)") { try write(file, asker, context) }
        let chosen = ["--config", file.path] + (archive.db.map { ["--db", $0] } ?? [])
        try steps.run("collecting the last 24 hours") {
            guard try asker.agrees(to: "collect the last 24 hours") else { return false }
            context.output.note("collecting the last 24 hours")
            defer { file.handOver() }
            try Self.run(CollectCommand.self, ["--backfill", "24h"] + chosen, in: context)
            return true
        }
        try steps.run("scheduling") { try schedule(file, chosen, asker, context) }
        try steps.run("showing the models") {
            try Self.run(ModelsCommand.self, ["--format", "table", "--hours", "24"] + chosen, in: context)
            return true
        }
        context.output.note(
            "the page is http://\(Defaults.host):\(Defaults.port)/ while this runs: metricsctl serve"
                + Self.words(file, chosen))
    }

    /// What a later command needs to find the same; empty where it does so by itself.
    private static func words(_ file: InitialConfiguration, _ chosen: [String]) -> String {
        file.isFound ? "" : " " + chosen.map(ShellWord.quoted).joined(separator: " ")
    }

    private static func run<Command: ContextCommand>(
        _ command: Command.Type, _ arguments: [String], in context: Context
    ) throws {
        try Command.parse(arguments).run(in: context)
    }

    // MARK: Steps

    /// False where there is nothing to write.
    private func write(_ file: InitialConfiguration, _ asker: StepQuestions, _ context: Context) throws -> Bool {
        if let server = prometheusURL, !file.sources.isEmpty { try file.requireServer(server, in: context) }
        guard file.sources.isEmpty else {
            context.output.note("\(file.path) has sources already: it stays as it is")
            return false
        }
        let url = prometheusURL ?? asker.serverURL()
        let survey = try ServerSurvey(url: url, access: access, in: context)
        let discovery = try survey.discovery(in: context)
        try survey.tell(discovery, in: context)
        guard try asker.agrees(to: "write \(file.path), which has these collected from \(survey.server.text)") else {
            throw InitialConfiguration.Failure.declined
        }
        try file.write(survey.rendering(in: context).configuration(discovery), naming: access.files)
        context.output.note("wrote \(file.path)")
        _ = try context.configuration(named: file.path)
        return true
    }

    private func schedule(
        _ file: InitialConfiguration, _ chosen: [String], _ asker: StepQuestions, _ context: Context
    ) throws -> Bool {
        if file.isScheduled, archive.db == nil {
            context.output.note("cron collects every five minutes by \(InitialConfiguration.packagedSchedule)")
            return false
        }
        guard try asker.agrees(to: "have cron collect every five minutes") else {
            context.output.note(
                "nothing collects by itself yet: metricsctl schedule install\(Self.words(file, chosen)) does it later")
            return false
        }
        do {
            try Self.run(ScheduleInstall.self, chosen, in: context)
            return true
        } catch ScheduleError.missing(let program) {
            context.output.note("there is no \(program) on this machine: nothing collects by itself yet")
            context.output.note("hint: install cron and run this again, or: metricsctl schedule install --systemd")
            return false
        }
    }
}
