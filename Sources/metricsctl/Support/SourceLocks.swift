import Archive
import Doctor
import Latency
import Support

/// Keeps collections and backfills of a source away while what is stored of it changes.
struct SourceLocks: ~Copyable {
    private let collecting: SourceLock
    private let backfilling: SourceLock

    init(of source: Source, in archive: Archive, _ context: Context) throws {
        let collecting = try Self.lock(source, .collecting, in: archive, context)
        let backfilling = try Self.lock(source, .backfilling, in: archive, context)
        self.collecting = collecting
        self.backfilling = backfilling
    }

    private static func lock(
        _ source: Source, _ purpose: SourceLock.Purpose, in archive: Archive, _ context: Context
    ) throws -> SourceLock {
        let (name, metric) = (source.description.name, source.description.metric)
        if let lock = try SourceLock.acquire(in: archive, source: name, metric: metric, purpose: purpose) {
            return lock
        }
        let holder = SourceLock.stuckHolder(
            archivePath: archive.path, source: name, metric: metric, purpose: purpose, now: context.now())
        guard let holder else { throw AtWork(source: Confirmation.name(source)) }
        throw Stuck(source: Confirmation.name(source), process: holder.process, since: context.text(holder.since))
    }

    /// Gives them back, after the work.
    consuming func release() {}

    /// One that should have ended long ago.
    private struct Stuck: ExplainedError {
        let source: String
        let process: Int
        /// As people here write it.
        let since: String
        var message: String { "a collection of \(source), process \(process), has not ended since \(since)" }
        var hint: Hint? { StuckProcess.advice(process) }
    }

    private struct AtWork: ExplainedError {
        let source: String
        var message: String { "a collection of \(source) is already running" }
        var hint: Hint? { "wait for it to end, and try again" }
    }
}
