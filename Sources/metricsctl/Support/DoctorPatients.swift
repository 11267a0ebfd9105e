import Archive
import Collector
import Configuration
import Doctor
import Latency
import Schedule

/// The sources that a doctor looks at: those that were asked about, else those that are scheduled and those that the
/// archive has collected lately, else what `collect` does by itself.
struct DoctorPatients {
    let sources: [ExaminedSource]
    /// Absolute.
    let archivePath: String

    init(collectOptions: [String], archive: ArchiveOptions, in context: Context) throws {
        let scheduled = collectOptions.isEmpty ? Self.scheduled(in: context) : []
        let commands = scheduled.compactMap { try? CollectCommand.parse($0.arguments) }
        let scheduledArchive = commands.compactMap { $0.archive.db }.first
        let isTold = try archive.isDefault(in: context) ? scheduledArchive : nil
        archivePath = context.environment.absolute(try isTold ?? archive.path(in: context))
        // One that can't be opened is found by another check.
        let opened = try? context.archives.reading(at: archivePath)
        var settings = try commands.flatMap { try $0.collections(in: context) }
        let configuration = try archive.configuration(in: context)
        if collectOptions.isEmpty {
            let scheduled = settings.map(\.source)
            settings += configuration.sources.flatMap(\.collections).filter { !scheduled.contains($0.source) }
        }
        if collectOptions.isEmpty, let opened {
            let collected = try? CollectedSources.settings(
                in: opened, but: settings.map(\.source), now: context.now())
            settings += collected ?? []
        }
        if settings.isEmpty { settings = try CollectCommand.parse(collectOptions).collections(in: context) }
        for index in settings.indices {
            settings[index].configuration = settings[index].configuration.map(context.environment.absolute)
        }
        sources = try settings.map {
            try ExaminedSource($0, in: opened, userAgent: Metricsctl.userAgent, now: context.now())
        }
    }

    private static func scheduled(in context: Context) -> [CollectJob] {
        let lines = (try? UserCrontab(runTool: context.runTool).read().lines) ?? []
        return lines.map(\.job) + Systemd(root: nil, runTool: context.runTool).jobs()
    }
}
