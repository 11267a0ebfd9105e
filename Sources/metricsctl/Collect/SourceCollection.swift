import Archive
import Collector
import Doctor
import Latency
import Notify
import Prometheus
import Support

/// One metric of one source, collected once.
struct SourceCollection: Sendable {
    var settings: CollectionSettings
    let archivePath: String
    /// The time that it works at, in seconds since 1970 UTC.
    let clock: @Sendable () -> Int
    let backfill: ClosedRange<Window>?
    /// Whether windows of the backfill are asked for again where they are stored.
    let replaces: Bool
    let isVerbose: Bool
    /// Whether it is the only one that is shown.
    let isAlone: Bool
    /// nil where nobody is told anything.
    let notifier: RunNotifier?
    let context: Context

    /// A run that finds another one of its source at work leaves it to that.
    func run() throws {
        let archive = try context.archives.creating(at: archivePath)
        guard try isThere(archive) else {
            if isVerbose { context.output.note("\(settings.server.text) has no \(settings.source.metric)") }
            return
        }
        let resolved = try settings.resolved(in: archive, at: backfill?.upperBound ?? Window(endedAt: clock()), context)
        let description = resolved.description
        // A backfill may take hours: the runs that cron starts meanwhile go on beside it.
        let purpose: SourceLock.Purpose = backfill == nil ? .collecting : .backfilling
        if let lock = try SourceLock.acquire(
            archivePath: archivePath, source: description.name, metric: description.metric, purpose: purpose)
        {
            try collect(resolved, into: archive)
            lock.release()
        } else if let holder = SourceLock.stuckHolder(
            archivePath: archivePath, source: description.name, metric: description.metric, purpose: purpose,
            now: context.now()), backfill == nil
        {
            throw StuckCollection(holder: holder, since: context.text(holder.since))
        } else if backfill != nil {
            throw AnotherBackfill()
        } else if isVerbose {
            context.output.note("skipped: another collect of this source is already running")
        }
    }

    /// False where the server has no such metric, and need not have it. Nothing is recorded of that: it is no source then.
    private func isThere(_ archive: Archive) throws -> Bool {
        guard settings.mayBeMissing else { return true }
        let resolved = try settings.resolved(in: archive)
        let description = resolved.description
        if let known = try archive.source(named: description.name, metric: description.metric),
            try archive.hasCollected(known)
        {
            return true
        }
        do throws(PrometheusError) {
            try settings.asked.client(tellsRetries: false, in: context).requireMetric(
                resolved.selector, at: Window(endedAt: clock()))
            return true
        } catch {
            guard error.isUnknownMetric else { throw error }
            return false
        }
    }

    private func collect(_ resolved: ResolvedSource, into archive: Archive) throws {
        let source = try Collection.source(resolved.description, in: archive, clock: clock)
        if isAlone { notifier?.begin() }
        do {
            try run(Collection(of: source, as: resolved, into: archive, clock: clock))
        } catch {
            end(of: source, in: archive, succeeded: false)
            throw error
        }
        end(of: source, in: archive, succeeded: true)
    }

    /// Of several the dead man's switch hears once, of all of them.
    private func end(of source: Source, in archive: Archive, succeeded: Bool) {
        if isAlone { notifier?.end(succeeded: succeeded) }
        notifier?.tell(of: source, in: archive, now: clock())
    }

    private func run(_ collection: Collection) throws {
        let progress = BackfillProgress(isVerbose: isVerbose, isBackfill: backfill != nil && isAlone, in: context)
        defer { progress.end() }
        let tellsRetries = isVerbose || context.errorTerminal.isTerminal && !context.output.isQuiet
        let summary = try collection.run(
            backfill: backfill, replaces: replaces, retention: settings.retention, modelLimit: settings.modelLimit,
            connect: { () throws(PrometheusError) in try settings.client(tellsRetries: tellsRetries, in: context) },
            isInterrupted: { Interruption.isRequested }, progress: progress.show)
        for warning in summary.warnings where isVerbose || warning.isLoud {
            context.output.warning((isAlone ? "" : "source \(settings.source.name): ") + warning.text)
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
