import ArgumentParser
import Latency
import Schedule

/// `metricsctl schedule remove`
struct ScheduleRemove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove the crontab lines or systemd units; the data stays.",
        examples: ["metricsctl schedule remove", "metricsctl schedule remove --source staging"],
        discussion: "Without --source and --metric-name all of them.")

    @Flag(help: "Remove the systemd units instead of the crontab lines. Needs root.")
    var systemd = false

    @Flag(help: "Show what would be done without doing it.")
    var dryRun = false

    @OptionGroup var source: SourceOptions

    func run() throws {
        if systemd { try removeUnits() } else { try removeLines() }
    }

    /// nil means all.
    private var chosen: SourceID? {
        guard source.source != nil || source.metricName != nil else { return nil }
        return SourceID(
            name: source.source ?? Defaults.sourceName,
            metric: source.metricName ?? Defaults.metric)
    }

    private func removeLines() throws {
        let before = try UserCrontab.read()
        var after = before
        try after.remove(chosen)
        let user = ProcessEnvironment.userName
        if after == before {
            Output.note("the crontab of \(user) has no such line")
        } else if dryRun {
            let kept = try after.block ?? ""
            try Output.data(
                "would take these lines out of the crontab of \(user):\n\(before.block ?? "")"
                    + (kept.isEmpty ? "" : "and leave these:\n\(kept)"))
        } else {
            try UserCrontab.write(after)
            Output.note("took the lines out of the crontab of \(user); the archive stays")
        }
    }

    private func removeUnits() throws {
        let systemd = Systemd(root: ProcessEnvironment.variable("DESTDIR"))
        let names = systemd.installed(chosen)
        if names.isEmpty {
            Output.note("systemd has no such unit")
        } else if dryRun {
            for name in names { try Output.data("would stop and remove \(systemd.folder)/\(name)\n") }
        } else {
            try systemd.remove(names)
            for name in names { Output.note("removed \(systemd.folder)/\(name)") }
            Output.note("the data in \(SystemdUnit.stateFolder) stays")
        }
    }
}
