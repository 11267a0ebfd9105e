import ArgumentParser
import Latency
import Schedule
import Support

/// `metricsctl schedule remove`
struct ScheduleRemove: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove the crontab lines or systemd units; the data stays.",
        examples: [
            "metricsctl schedule remove", "metricsctl schedule remove --source staging",
            "metricsctl schedule remove --config /etc/metricsctl/config.yaml",
        ],
        discussion: """
            Without --config, --source and --metric-name all of them. The sources of a configuration are one job, unless one was \
            installed by itself: leave a source out there, and nothing has to be removed here.
            """)

    @Flag(help: "Remove the systemd units instead of the crontab lines. Needs root.")
    var systemd = false

    @Flag(help: "Show what would be done without doing it.")
    var dryRun = false

    @Option(help: ArgumentHelp("The job that collects the sources of this configuration.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The job that collects this source by itself.", valueName: "name"))
    var source: Name?

    @Option(help: ArgumentHelp("And this metric of it.", valueName: "name"))
    var metricName: Name?

    func validate() throws {
        if config != nil, metricName != nil {
            throw ValidationError(
                "--config and --metric-name can't be combined: all metrics of a configuration are one job")
        }
    }

    func run(in context: Context) throws {
        if systemd { try removeUnits(context) } else { try removeLines(context) }
    }

    /// What is to go of the jobs that there are, whether it is there or not; nil means all.
    private func chosen(among jobs: [CollectJob], _ context: Context) -> [SourceID]? {
        if let config {
            return [
                CollectJob.source(ofConfiguration: context.environment.absolute(config), named: source?.text)
            ]
        }
        guard source != nil || metricName != nil else { return nil }
        let own = SourceID(name: source ?? Defaults.sourceName, metric: metricName ?? Defaults.metric)
        let configured = jobs.filter {
            metricName == nil && $0.configuration != nil && $0.value(of: "--source") == source?.text
        }
        return [own] + configured.map(\.source)
    }

    /// Where a source was named that a configuration's job may collect.
    private func advice(_ jobs: [CollectJob]) -> String {
        let whole = jobs.first { $0.configuration != nil && $0.value(of: "--source") == nil }
        guard config == nil, let file = whole?.configuration else { return "" }
        return "; \(whole?.subject ?? "") are one job, which goes with --config \(ShellWord.quoted(file))"
    }

    private func removeLines(_ context: Context) throws {
        let crontab = UserCrontab(runTool: context.runTool)
        let before = try crontab.read()
        var after = before
        let jobs = try before.lines.map(\.job)
        try after.remove(chosen(among: jobs, context))
        let user = context.environment.userName()
        if after == before {
            context.output.note("the crontab of \(user) has no such line\(advice(jobs))")
        } else if dryRun {
            let kept = try after.block ?? ""
            try context.output.data(
                "would take these lines out of the crontab of \(user):\n\(before.block ?? "")"
                    + (kept.isEmpty ? "" : "and leave these:\n\(kept)"))
        } else {
            try crontab.write(after)
            context.output.note("took the lines out of the crontab of \(user); the archive stays")
        }
    }

    private func removeUnits(_ context: Context) throws {
        let systemd = Systemd(root: context.variable("DESTDIR"), runTool: context.runTool)
        let jobs = systemd.jobs()
        let names =
            chosen(among: jobs, context).map { sources in sources.flatMap { systemd.installed($0) } }
            ?? systemd.installed()
        if names.isEmpty {
            context.output.note("systemd has no such unit\(advice(jobs))")
        } else if dryRun {
            for name in names { try context.output.data("would stop and remove \(systemd.folder)/\(name)\n") }
        } else {
            try systemd.remove(names)
            for name in names { context.output.note("removed \(systemd.folder)/\(name)") }
            context.output.note("the data in \(SystemdUnit.stateFolder) stays")
        }
    }
}
