import Archive
import Collector
import Doctor
import Latency
import Prometheus
import Schedule

/// The sources that a doctor looks at: those that were asked about, else those that are scheduled and those that the
/// archive has collected lately, else what `collect` does by itself.
struct DoctorPatients {
    let sources: [ExaminedSource]
    /// Absolute.
    let archivePath: String

    /// Sources that nobody has collected for so many seconds were given up, or are another host's.
    private static let givenUpAfter = 7 * 86_400

    init(collectOptions: [String], archive: ArchiveOptions) throws {
        let scheduled = collectOptions.isEmpty ? Self.scheduled() : []
        var commands = scheduled.compactMap { try? CollectCommand.parse($0.arguments) }
        let scheduledArchive = commands.compactMap { $0.archive.db }.first
        let isTold = archive.isDefault ? scheduledArchive : nil
        archivePath = ScheduledJob.absolute(try isTold ?? archive.path())
        // One that can't be opened is found by another check.
        let opened = try? Archive(readingAt: archivePath)
        if collectOptions.isEmpty, let opened { commands += (try? Self.collected(in: opened, but: commands)) ?? [] }
        if commands.isEmpty { commands = [try CollectCommand.parse(collectOptions)] }
        sources = try commands.map { try Self.examined($0, in: opened) }
    }

    private static func scheduled() -> [CollectJob] {
        let lines = (try? UserCrontab.read().lines) ?? []
        return lines.map(\.job) + Systemd(root: nil).jobs()
    }

    /// The sources of an archive that had a run lately, or all of them that ever had one, as they were collected last.
    private static func collected(in archive: Archive, but others: [CollectCommand]) throws -> [CollectCommand] {
        let server = try ServerURL("http://localhost")
        let known = Set(others.map { ScheduledSource($0.options.wishes(at: server)) })
        var runs: [(source: SourceDescription, finished: Int)] = []
        for source in try archive.sources() where !known.contains(ScheduledSource(source.description)) {
            let last = try archive.lastRun(of: source, at: Surroundings.now())
            if let last { runs.append((source.description, last.finished)) }
        }
        let recent = runs.filter { Surroundings.now() - $0.finished < givenUpAfter }
        let chosen = recent.isEmpty && others.isEmpty ? runs : recent
        return try chosen.map { try CollectCommand.parse(options(of: $0.source)) }
    }

    /// What is stored but for the unit, label and selector, which `collect` takes from there by itself.
    private static func options(of source: SourceDescription) -> [String] {
        ["--prometheus-url=\(source.url)", "--source=\(source.name)", "--metric-name=\(source.metric)"]
    }

    private static func examined(_ command: CollectCommand, in archive: Archive?) throws -> ExaminedSource {
        var options = command.options
        // A doctor's patient must not wait long.
        (options.retries, options.timeout) = (0, min(options.timeout, 5))
        let server = try options.server()
        let asked = options
        let wishes = asked.wishes(at: server)
        let resolved = try (try? wishes.resolved(in: archive)) ?? wishes.resolved(in: nil)
        return ExaminedSource(
            description: resolved.description, unitOrigin: resolved.unitOrigin, disagreement: resolved.disagreement
        ) { () throws(PrometheusError) in try asked.client(of: server, tellsRetries: false) }
    }
}

extension ScheduledSource {
    fileprivate init(_ wishes: SourceWishes) { self.init(name: wishes.name, metric: wishes.metric) }
    fileprivate init(_ source: SourceDescription) { self.init(name: source.name, metric: source.metric) }
}
