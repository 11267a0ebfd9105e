import Archive
import Collector
import Doctor
import Latency
import Notify
import Prometheus
import Support

/// The measures of one source, collected once: all together, in one pass over the windows.
struct SourceCollection: Sendable {
    /// All of the same server.
    let measures: [CollectionSettings]
    let archivePath: String
    /// The time that it works at, in seconds since 1970 UTC.
    let clock: @Sendable () -> Int
    let backfill: ClosedRange<Window>?
    /// Whether windows of the backfill are asked for again where they are stored.
    let replaces: Bool
    /// Whether it may go on with a source that another server was asked for.
    let takesOver: Bool
    let isVerbose: Bool
    /// Whether it is the only one that is shown.
    let isAlone: Bool
    /// nil where nobody is told anything.
    let notifier: RunNotifier?
    /// What people see of it, and of the others.
    let progress: BackfillProgress
    let context: Context

    /// What kept a measure from being collected.
    struct Failure {
        let source: SourceID
        let error: any Error
    }

    /// A measure that is about to be collected.
    private struct Ready {
        let settings: CollectionSettings
        let resolved: ResolvedSource
        let source: Source
        let lock: HeldLock
    }

    /// A run that finds another one of a measure at work leaves it to that.
    ///
    /// - Returns: what failed; all else is stored.
    func run() -> [Failure] {
        let archive: Archive
        do { archive = try context.archives.creating(at: archivePath) } catch { return [failure(error)] }
        return run(into: archive)
    }

    func run(into archive: Archive) -> [Failure] {
        // Its transactions look again at what it has planned by.
        archive.remembering { collect(into: archive) }
    }

    private func collect(into archive: Archive) -> [Failure] {
        var failures: [Failure] = []
        var ready: [Ready] = []
        for settings in there(archive) where !Interruption.isRequested {
            do {
                if let one = try prepared(settings, archive) { ready.append(one) }
            } catch {
                failures.append(Failure(source: settings.source, error: error))
            }
        }
        guard !ready.isEmpty else { return failures }
        if isAlone { notifier?.begin() }
        let found = collect(ready, into: archive)
        failures += found
        // Of several sources the dead man's switch hears once, of all of them.
        if isAlone { notifier?.end(succeeded: failures.isEmpty) }
        for one in ready {
            one.lock.release()
            notifier?.tell(of: one.source, in: archive, now: clock())
        }
        return failures
    }

    private func failure(_ error: any Error) -> Failure { Failure(source: measures[0].source, error: error) }

    /// A lock as one of several. It is given back at the latest with the last reference.
    private final class HeldLock {
        private var lock: SourceLock?

        init(_ lock: consuming SourceLock?) {
            isHeld = lock != nil
            self.lock = lock
        }

        let isHeld: Bool

        func release() { lock.take()?.release() }
    }

    // MARK: What is collected

    /// Without those that the server does not have, and need not have. Nothing is recorded of these: they are no sources then.
    /// Where it can't be asked, those that were never collected wait for a later run.
    private func there(_ archive: Archive) -> [CollectionSettings] {
        let isDoubtful = measures.map { settings in
            (settings.mayBeMissing || !settings.spellings.isEmpty) && (try? isStored(settings, archive)) != true
        }
        let doubtful = zip(measures, isDoubtful).filter(\.1).flatMap { $0.0.allSpellings }
        guard !doubtful.isEmpty else { return measures }
        let known = try? doubtful[0].asked.client(tellsRetries: false, in: context).known(
            doubtful.compactMap { try? $0.resolved(in: archive).selector }, at: Window(endedAt: clock()))
        return zip(measures, isDoubtful).compactMap { settings, isDoubtful in
            guard isDoubtful else { return settings }
            let found = settings.allSpellings.first { spelled in
                (try? spelled.resolved(in: archive).selector).map { known?.contains($0) == true } ?? false
            }
            if found == nil, settings.mayBeMissing, isVerbose, known != nil {
                context.output.note("\(settings.server.text) has no \(settings.source.metric)")
            }
            return found ?? (settings.mayBeMissing ? nil : settings)
        }
    }

    private func isStored(_ settings: CollectionSettings, _ archive: Archive) throws -> Bool {
        let description = try settings.resolved(in: archive).description
        let known = try archive.source(named: description.name, metric: description.metric)
        return try known.map { try archive.hasCollected($0) } ?? false
    }

    /// nil where another run is at work on it.
    private func prepared(_ settings: CollectionSettings, _ archive: Archive) throws -> Ready? {
        let newest = backfill?.upperBound ?? Window(endedAt: clock())
        let resolved = try settings.resolved(in: archive, at: newest, context)
        let description = resolved.description
        // A backfill may take hours: the runs that cron starts meanwhile go on beside it.
        let purpose: SourceLock.Purpose = backfill == nil ? .collecting : .backfilling
        let lock = HeldLock(
            try SourceLock.acquire(
                in: archive, source: description.name, metric: description.metric, purpose: purpose))
        if lock.isHeld {
            try OneServer.check(description, in: archive, now: clock(), takesOver: takesOver)
            let source = try Collection.source(description, in: archive, clock: clock)
            return Ready(settings: settings, resolved: resolved, source: source, lock: lock)
        }
        if backfill != nil { throw AnotherBackfill() }
        if let holder = SourceLock.stuckHolder(
            archivePath: archivePath, source: description.name, metric: description.metric, purpose: purpose,
            now: context.now())
        {
            throw StuckCollection(holder: holder, since: context.text(holder.since))
        }
        if isVerbose { context.output.note("skipped: another collect of this source is already running") }
        return nil
    }

    // MARK: Collecting

    private func collect(_ ready: [Ready], into archive: Archive) -> [Failure] {
        let settings = ready[0].settings
        var options = Collection.Options()
        (options.backfill, options.replaces) = (backfill, replaces)
        (options.retention, options.modelLimit) = (settings.retention, settings.modelLimit)
        options.isInterrupted = { Interruption.isRequested }
        let tellsRetries = isVerbose || context.errorTerminal.isTerminal && !context.output.isQuiet
        let collection = Collection(
            of: ready.map { Collection.Measure($0.source, as: $0.resolved) }, into: archive, options, clock: clock)
        let results = collection.run(
            connect: { () throws(PrometheusError) in try settings.client(tellsRetries: tellsRetries, in: context) },
            progress: { progress.show($0, of: settings.source.name) })
        return zip(ready, results).compactMap { one, result in
            do {
                try tell(try result.get(), of: one)
                return nil
            } catch { return Failure(source: one.settings.source, error: error) }
        }
    }

    private func tell(_ summary: Collection.Summary, of one: Ready) throws {
        for warning in summary.warnings where isVerbose || warning.isLoud {
            let subject = isAlone ? "" : "source \(one.settings.source.name): "
            context.output.warning(subject + warning.text)
        }
        switch summary.ending {
        case .complete:
            if backfill != nil, summary.windowsLeft > 0 { throw Incomplete(left: summary.windowsLeft) }
        case .outOfTime:
            if isVerbose {
                context.output.note("\(summary.windowsLeft.of("window")) left for the next run: no time left")
            }
        case .interrupted:
            throw Interrupted(stored: summary.windows, left: summary.windowsLeft)
        }
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
