import Archive
import ArgumentParser
import Collector
import Configuration
import Latency
import Questions
import Support

/// `metricsctl collect`
struct CollectCommand: ContextCommand {
    /// By itself: the rest of the configuration is texts, which every start would put together.
    static let name = "collect"
    static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Collect every model's latency histogram from a Prometheus-compatible server.",
        examples: [
            "metricsctl collect --prometheus-url http://localhost:9090 --backfill 7d",
            "metricsctl collect --metric-name vllm:e2e_request_latency_seconds --model-label model_name",
            "metricsctl collect --dry-run",
        ],
        discussion: """
            Meant for cron, every five minutes; says nothing when all went well. Windows that an earlier run missed are \
            asked for again, so a missed run loses nothing.
            """
    )
    .alone

    @OptionGroup var options: CollectOptions
    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var past: BackfillOptions

    @Option(
        help: ArgumentHelp("Collect as if it were this moment, such as 2025-10-17T14:30:00+09:00.", valueName: "time"))
    var at: String?

    @Option(
        help: ArgumentHelp(
            "Keep windows this long, such as 400d, and only hourly totals of older days. Default: forever.",
            valueName: "time"))
    var retention: TimeSpan?

    @Flag(
        help: ArgumentHelp(
            "Go on with a source that another server was asked for.",
            discussion: "In PostgreSQL alone, where it is refused else; a file goes on by itself."))
    var takeOver = false

    @Flag(help: "Print the queries and what they find; store nothing.")
    var dryRun = false

    @Option(
        help: ArgumentHelp("Send notices as configured in this file.", valueName: "file"))
    var notify: String?

    @Flag(help: "Say on stderr what is stored.")
    var verbose = false

    @OptionGroup var silence: QuietOption

    func validate() throws {
        try silence.check(verbose: verbose)
        if let retention, retention.seconds < Self.minimumRetention {
            throw ValidationError("--retention must be at least 2d: a day must be over for its hours to be kept")
        }
    }

    private static let minimumRetention = 2 * UTCDay.seconds

    func run(in context: Context) throws {
        silence.begin(in: context)
        let configuration = try archive.configuration(in: context)
        let choice = try CollectionChoice(options, configuration, in: context)
        let clock = try clock(in: context)
        let path = try archive.path(in: context)
        let backfill = try past.windows(at: clock(), in: context)
        choice.warnings.forEach(context.output.warning)
        if dryRun {
            for settings in choice.all {
                try DryRun(
                    settings: settings, archivePath: path, now: clock(), backfill: backfill, replaces: past.again,
                    context: context
                ).run()
            }
            return
        }
        Interruption.waitForSignals()
        if try archive.isDefault(in: context) { try ArchiveFolder.create(for: path) }
        // Made, and brought to this version, once and before anything is asked.
        let made = try context.archives.creating(at: path)
        let notifier = notifier(configuration, in: context)
        let progress = BackfillProgress(isVerbose: verbose, isBackfill: backfill != nil, in: context)
        defer { progress.end() }
        let collections = choice.sources.filter { !$0.isEmpty }.map { source in
            SourceCollection(
                measures: source.map { kept($0, configuration) }, archivePath: path, clock: clock, backfill: backfill,
                replaces: past.again, takesOver: takeOver, isVerbose: verbose, isAlone: !choice.isConfigured,
                notifier: notifier, progress: progress, context: context)
        }
        if choice.isConfigured {
            try ManyCollections(sources: collections, notifier: notifier, context: context).run(
                into: collections.count == 1 ? made : nil)
        } else if let failure = collections.flatMap({ $0.run(into: made) }).first {
            throw failure.error
        }
    }

    /// Whom to tell: those of the file that `--notify` names, else those of the configuration.
    private func notifier(_ configuration: Configuration, in context: Context) -> RunNotifier? {
        if let notify { return RunNotifier(settingsFile: notify, in: context) }
        return configuration.notify.flatMap { choice in
            RunNotifier(choice.settings { context.output.warning($0.message) }, in: context)
        }
    }

    private func kept(_ settings: CollectionSettings, _ configuration: Configuration) -> CollectionSettings {
        var settings = settings
        settings.retention = retention?.seconds ?? configuration.retention
        return settings
    }

    /// All that the command line has collected, as plain values.
    func collections(in context: Context) throws -> [CollectionSettings] {
        let choice = try CollectionChoice(options, try archive.configuration(in: context), in: context)
        return choice.isConfigured ? choice.all : [try settings(in: context)]
    }

    /// What the flags say of the source, its server, and what becomes of its counts.
    func settings(in context: Context) throws -> CollectionSettings {
        var settings = try options.settings(in: context)
        (settings.retention, settings.notifyFile) = (retention?.seconds, notify)
        return settings
    }

    /// The time that the collection works at, in seconds since 1970 UTC.
    private func clock(in context: Context) throws -> @Sendable () -> Int {
        guard let at else { return context.now }
        let time = try CollectOptions.time(at, in: context)
        guard time <= context.now() else { throw ValidationError("--at must not be in the future, got \"\(at)\"") }
        return { time }
    }
}
