import Archive
import ArgumentParser
import Glibc
import Latency
import Schedule
import Support

/// `metricsctl schedule install`
struct ScheduleInstall: ContextCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Create the archive, and the crontab line or systemd units that fill it.",
        examples: [
            "metricsctl schedule install -- --prometheus-url http://prometheus:9090",
            "sudo metricsctl schedule install --systemd",
        ],
        discussion: "Doing it again changes nothing. All other lines of the crontab stay as they are, byte for byte.")

    @Flag(help: "Use a systemd timer, and a service for serve, instead of a crontab line. Needs root.")
    var systemd = false

    @Flag(help: "Let cron mail errors instead of writing a log beside the archive.")
    var mail = false

    @Flag(help: "Show what would be done without doing it.")
    var dryRun = false

    @OptionGroup var archive: ArchiveOptions

    @Argument(
        parsing: .postTerminator, help: ArgumentHelp("Options of collect, after --.", valueName: "collect-option"))
    var collectOptions: [String] = []

    func validate() throws {
        if systemd, mail { throw ValidationError("--mail is for cron: systemd keeps what goes wrong in its journal") }
    }

    func run(in context: Context) throws {
        if systemd { try installUnits(context) } else { try installLine(context) }
    }

    // MARK: cron

    private func installLine(_ context: Context) throws {
        let path = context.environment.absolute(try archive.path(in: context))
        let configuration = try archive.configuration(in: context)
        // Where the configuration names the archive the job goes by that, whatever it will say.
        let isConfigured = archive.db == nil && context.variable("METRICSCTL_DB") == nil && configuration.archive != nil
        let scheduled = try ScheduledJob(
            options: collectOptions, archive: isConfigured ? nil : path, configuration: configuration, in: context)
        let job = scheduled.job
        for settings in scheduled.settings { try ScheduledLabel.check(settings, archivePath: path, in: context) }
        let line = CrontabLine(
            job: job, delay: StartDelay.seconds(host: context.environment.hostName(), source: job.source),
            log: mail ? nil : try Self.log(of: path, in: context))
        let crontab = UserCrontab(runTool: context.runTool)
        let before = try crontab.read()
        var after = before
        try after.install(line)
        let user = context.environment.userName()
        if dryRun {
            let verb =
                after == before
                ? "the crontab of \(user) has these lines already"
                : "would write these lines into the crontab of \(user)"
            try context.output.data("\(archivePlan(path))\(verb):\n\(after.block ?? "")")
            return
        }
        try makeArchive(path, context)
        if let log = line.log { try ArchiveFolder.create(for: log) }
        if after != before { try crontab.write(after) }
        context.output.note(
            after == before
                ? "the crontab of \(user) has the line already"
                : "the crontab of \(user) now collects \(job.subject) every five minutes into \(path)")
        if !CronDaemon.isRunning {
            context.output.note("no cron daemon runs on this machine: see that it does (systemctl start cron)")
        }
    }

    /// `collect.log` in the archive's folder; where that is a database, in the one where archives usually lie.
    private static func log(of archive: String, in context: Context) throws -> String {
        let path = DatabaseName.isOne(archive) ? try ArchiveOptions.usualPath(in: context) : archive
        return path[..<(path.lastIndex(of: "/") ?? path.startIndex)] + "/collect.log"
    }

    private func archivePlan(_ path: String) -> String { isNew(path) ? "would make the archive \(path)\n" : "" }

    /// A database is made by nobody here.
    private func isNew(_ path: String) -> Bool { !DatabaseName.isOne(path) && access(path, F_OK) != 0 }

    private func makeArchive(_ path: String, _ context: Context) throws {
        let isNew = isNew(path)
        if isNew { try ArchiveFolder.create(for: path) }
        _ = try context.archives.creating(at: path)
        if isNew { context.output.note("made the archive \(path)") }
    }

    // MARK: systemd

    /// The services see neither homes nor the folder of temporary files.
    private func checkFolder(of scheduled: ScheduledJob) throws(UsageError) {
        guard let file = scheduled.configuration else { return }
        let hidden = [["home"], ["root"], ["run", "user"], ["tmp"], ["var", "tmp"]]
        let folders = file.pieces(by: "/").dropFirst()
        guard hidden.contains(where: { folders.starts(with: $0) }) else { return }
        throw UsageError(
            "with --systemd the configuration can't lie in a home or temporary folder, got \"\(file)\"",
            hint: "/etc/metricsctl/config.yaml is read by itself")
    }

    private func installUnits(_ context: Context) throws {
        let path =
            try archive.isDefault(in: context)
            ? SystemdUnit.stateFolder + "/metrics.db" : context.environment.absolute(try archive.path(in: context))
        let isDatabase = DatabaseName.isOne(path)
        guard isDatabase || path.hasPrefix(SystemdUnit.stateFolder + "/") else {
            throw ValidationError("with --systemd the archive lies in \(SystemdUnit.stateFolder), got \"\(path)\"")
        }
        let store = SystemdUnit.Store(
            archive: path,
            passwords: isDatabase ? context.variable("PGPASSFILE").map(context.environment.absolute) : nil)
        let scheduled = try ScheduledJob(
            options: collectOptions, archive: nil, configuration: try archive.configuration(in: context), in: context)
        try checkFolder(of: scheduled)
        let job = scheduled.job
        for settings in scheduled.settings { try ScheduledLabel.check(settings, archivePath: path, in: context) }
        let systemd = Systemd(root: context.variable("DESTDIR"), runTool: context.runTool)
        let displaced = systemd.displaced(by: job.source)
        let units =
            displaced + [
                SystemdUnit.collectService(job, into: store, credentials: scheduled.credentials),
                .collectTimer(job.source),
                .serve(program: job.program, from: store, configuration: scheduled.configuration),
            ]
        let outdated = systemd.installed(job.source).filter { !units.map(\.name).contains($0) }
        let changes = systemd.changes(units)
        if dryRun {
            if changes.isEmpty, outdated.isEmpty { try context.output.data("the units are there already\n") }
            for unit in changes {
                try context.output.data("would write \(systemd.folder)/\(unit.name):\n\(unit.text)\n")
            }
            for name in outdated {
                try context.output.data("would stop and remove \(systemd.folder)/\(name), its old name\n")
            }
            return
        }
        try systemd.install(units)
        try systemd.remove(outdated)
        for unit in changes { context.output.note("wrote \(systemd.folder)/\(unit.name)") }
        for name in outdated { context.output.note("removed \(systemd.folder)/\(name), its old name") }
        // Packagers only want the files.
        guard context.variable("DESTDIR") == nil else { return }
        context.output.note(
            "systemd collects \(job.subject) every five minutes into \(path), and serves it on port \(Defaults.port)"
        )
    }
}
