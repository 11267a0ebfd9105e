import Archive
import ArgumentParser
import Collector
import Latency
import Prometheus
import Reports

/// `metricsctl collect`
struct CollectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collect",
        abstract: "Asks a Prometheus-compatible server for every model's latency histogram and stores it.",
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

    @Option(
        help: ArgumentHelp("Also fill what was never collected this far back, such as 24h or 30d.", valueName: "time"))
    var backfill: BackfillSpan?

    @Option(
        help: ArgumentHelp("Collect as if it were this moment, such as 2025-10-17T14:30:00+09:00.", valueName: "time"))
    var at: String?

    @Option(
        help: ArgumentHelp(
            "Keep windows this long, such as 400d, and of what is older the hours alone. Default: for ever.",
            valueName: "time"))
    var retention: TimeSpan?

    @Flag(help: "Print the queries and what they find, and store nothing.")
    var dryRun = false

    @Option(
        help: ArgumentHelp("Tell people what changes, where and when this file says; see README.", valueName: "file"))
    var notify: String?

    @Flag(help: "Say on stderr what is stored.")
    var verbose = false

    func validate() throws {
        if let retention, retention.seconds < Self.shortestRetention {
            throw ValidationError("--retention must be at least 2d: a day must be over for its hours to be kept")
        }
    }

    private static let shortestRetention = 2 * UTCDay.seconds

    func run() throws {
        let server = try options.server()
        let clock = try clock()
        let path = try archive.path()
        if dryRun {
            try DryRun(options: options, server: server, archivePath: path, now: clock(), backfill: backfill?.windows)
                .run()
            return
        }
        if archive.isDefault { try ArchiveFolder.create(for: path) }
        let archive = try Archive(creatingAt: path)
        let description = options.source(at: server)
        if let lock = try SourceLock.acquire(
            archivePath: path, source: description.name, metric: description.metric)
        {
            try collect(description, from: server, into: archive, clock)
            lock.release()
        } else if verbose {
            Output.note("skipped: another collect of this source is at work")
        }
    }

    private func collect(
        _ description: SourceDescription, from server: ServerURL, into archive: Archive, _ clock: @escaping () -> Int
    ) throws {
        let source = try Collection.source(description, in: archive, clock: clock)
        let news = notify.flatMap { CollectionNews(settingsFile: $0) }
        news?.begin()
        do {
            try collect(source, from: server, into: archive, clock)
        } catch {
            news?.end(of: source, in: archive, now: clock(), succeeded: false)
            throw error
        }
        news?.end(of: source, in: archive, now: clock(), succeeded: true)
    }

    private func collect(
        _ source: Source, from server: ServerURL, into archive: Archive, _ clock: @escaping () -> Int
    ) throws {
        let collection = Collection(of: source, into: archive, clock: clock)
        let summary = try collection.run(
            backfill: backfill?.windows, retention: retention?.seconds, modelLimit: options.modelLimit,
            connect: { () throws(PrometheusError) in
                try options.client(
                    of: server, isBackfill: backfill != nil, tellsRetries: verbose || Surroundings.errorsAreWatched)
            }, progress: report)
        for warning in summary.warnings { Output.note("metricsctl: warning: \(warning.text)") }
    }

    /// The time that the collection works at, in seconds since 1970 UTC.
    private func clock() throws -> () -> Int {
        guard let at else { return Surroundings.now }
        let time = try CollectOptions.time(at)
        guard time <= Surroundings.now() else { throw ValidationError("--at must not be in the future, got \"\(at)\"") }
        return { time }
    }

    private func report(_ windows: [CollectedWindow]) {
        guard verbose, let newest = windows.map(\.window).max() else { return }
        let values = windows.flatMap(\.models)
        let requests = values.reduce(0) { $0 + $1.histogram.requests }
        Output.note(
            "stored \(windows.count.of("window")) up to \(Surroundings.text(newest.end)): "
                + "\(Set(values.map(\.model)).count.of("model")), \(requests.of("request"))")
    }
}
