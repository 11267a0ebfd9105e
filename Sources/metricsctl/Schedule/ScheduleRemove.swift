import ArgumentParser
import Latency
import Schedule

/// `metricsctl schedule remove`
struct ScheduleRemove: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove the crontab lines or systemd units; the data stays.",
        examples: ["metricsctl schedule remove", "metricsctl schedule remove --source staging"],
        discussion: "Without --source and --metric-name all of them.")

    @Flag(help: "Remove the systemd units instead of the crontab lines. Needs root.")
    var systemd = false

    @Flag(help: "Show what would be done without doing it.")
    var dryRun = false

    @OptionGroup var source: SourceOptions

    func run(in context: Context) throws {
        if systemd { try removeUnits(context) } else { try removeLines(context) }
    }

    /// nil means all.
    private var chosen: SourceID? {
        guard source.source != nil || source.metricName != nil else { return nil }
        return SourceID(
            name: source.source ?? Defaults.sourceName,
            metric: source.metricName ?? Defaults.metric)
    }

    private func removeLines(_ context: Context) throws {
        let crontab = UserCrontab(runTool: context.runTool)
        let before = try crontab.read()
        var after = before
        try after.remove(chosen)
        let user = context.environment.userName()
        if after == before {
            context.output.note("the crontab of \(user) has no such line")
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
        let names = systemd.installed(chosen)
        if names.isEmpty {
            context.output.note("systemd has no such unit")
        } else if dryRun {
            for name in names { try context.output.data("would stop and remove \(systemd.folder)/\(name)\n") }
        } else {
            try systemd.remove(names)
            for name in names { context.output.note("removed \(systemd.folder)/\(name)") }
            context.output.note("the data in \(SystemdUnit.stateFolder) stays")
        }
    }
}
