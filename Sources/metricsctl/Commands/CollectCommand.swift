import Archive
import ArgumentParser
import Collector
import Doctor
import Latency
import Prometheus
import Questions
import SQLiteStore
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
            """)

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

    @Flag(help: "Print the queries and what they find; store nothing.")
    var dryRun = false

    @Option(
        help: ArgumentHelp("Send notifications as configured in this file.", valueName: "file"))
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
        let settings = try settings(in: context)
        let clock = try clock(in: context)
        let path = try archive.path(in: context)
        let backfill = try past.windows(at: clock(), in: context)
        if dryRun {
            try DryRun(
                settings: settings, archivePath: path, now: clock(), backfill: backfill, replaces: past.again,
                context: context
            ).run()
            return
        }
        Interruption.waitForSignals()
        if archive.isDefault(in: context) { try ArchiveFolder.create(for: path) }
        let archive = try Archive(creatingAt: path)
        let resolved = try settings.resolved(in: archive, at: backfill?.upperBound ?? Window(endedAt: clock()), context)
        let description = resolved.description
        // A backfill may take hours: the runs that cron starts meanwhile go on beside it.
        let purpose: SourceLock.Purpose = backfill == nil ? .collecting : .backfilling
        if let lock = try SourceLock.acquire(
            archivePath: path, source: description.name, metric: description.metric, purpose: purpose)
        {
            try collect(resolved, settings, into: archive, clock, backfill, context)
            lock.release()
        } else if let holder = SourceLock.stuckHolder(
            archivePath: path, source: description.name, metric: description.metric, purpose: purpose,
            now: context.now()), backfill == nil
        {
            throw StuckCollection(holder: holder, since: context.text(holder.since))
        } else if backfill != nil {
            throw AnotherBackfill()
        } else if verbose {
            context.output.note("skipped: another collect of this source is already running")
        }
    }

    private func collect(
        _ resolved: ResolvedSource, _ settings: CollectionSettings, into archive: Archive,
        _ clock: @escaping () -> Int, _ backfill: ClosedRange<Window>?, _ context: Context
    ) throws {
        let source = try Collection.source(resolved.description, in: archive, clock: clock)
        let news = settings.notifyFile.flatMap { RunNotifier(settingsFile: $0, in: context) }
        news?.begin()
        do {
            let collection = Collection(of: source, as: resolved, into: archive, clock: clock)
            try run(collection, settings, backfill, context)
        } catch {
            news?.end(of: source, in: archive, now: clock(), succeeded: false)
            throw error
        }
        news?.end(of: source, in: archive, now: clock(), succeeded: true)
    }

    private func run(
        _ collection: Collection, _ settings: CollectionSettings, _ backfill: ClosedRange<Window>?,
        _ context: Context
    ) throws {
        let progress = BackfillProgress(isVerbose: verbose, isBackfill: backfill != nil, in: context)
        defer { progress.end() }
        let summary = try collection.run(
            backfill: backfill, replaces: past.again, retention: settings.retention,
            modelLimit: settings.modelLimit,
            connect: { () throws(PrometheusError) in
                let tellsRetries = verbose || context.errorTerminal.isTerminal && !silence.quiet
                return try settings.client(tellsRetries: tellsRetries, in: context)
            }, isInterrupted: { Interruption.isRequested }, progress: progress.show)
        for warning in summary.warnings where verbose || warning.isLoud {
            context.output.warning(warning.text)
        }
        switch summary.ending {
        case .complete:
            if backfill != nil, summary.windowsLeft > 0 { throw Incomplete(left: summary.windowsLeft) }
        case .outOfTime:
            if verbose {
                context.output.note("\(summary.windowsLeft.of("window")) left for the next run: no time left")
            }
        case .interrupted:
            throw Interrupted(stored: summary.windows, left: summary.windowsLeft)
        }
    }

    /// What the flags say of the source, its server, and what becomes of its counts.
    func settings(in context: Context) throws -> CollectionSettings {
        var settings = try options.settings(in: context)
        (settings.retention, settings.notifyFile) = (retention?.seconds, notify)
        return settings
    }

    /// The time that the collection works at, in seconds since 1970 UTC.
    private func clock(in context: Context) throws -> () -> Int {
        guard let at else { return context.now }
        let time = try CollectOptions.time(at, in: context)
        guard time <= context.now() else { throw ValidationError("--at must not be in the future, got \"\(at)\"") }
        return { time }
    }
}

/// Another run that should have ended long ago, and keeps all others from collecting.
private struct StuckCollection: ExplainedError {
    let holder: LockHolder
    /// As people here write it.
    let since: String

    var message: String {
        "skipped: another collect of this source, process \(holder.process), has not ended since "
            + since
    }

    var hint: Hint? { StuckProcess.advice(holder.process) }
}

/// A second backfill of the same source.
private struct AnotherBackfill: ExplainedError {
    let message = "another backfill of this source is already running"
    let hint: Hint? = "wait for it to end, or stop it: the next one goes on where it was"
}

/// A backfill that is done but for some windows.
private struct Incomplete: ExplainedError {
    let left: Int
    var message: String { "\(left.of("window")) of the backfill \(left == 1 ? "is" : "are") not stored" }
    let hint: Hint? = "the same command asks for them again"
}
