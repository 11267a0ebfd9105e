import Archive
import Latency
import Support

/// Keeps collections and backfills of a source away while what is stored of it changes.
struct SourceLocks: ~Copyable {
    private let collecting: SourceLock
    private let backfilling: SourceLock

    init(of source: Source, in archivePath: String) throws {
        let (name, metric) = (source.description.name, source.description.metric)
        guard
            let collecting = try SourceLock.acquire(
                archivePath: archivePath, source: name, metric: metric, purpose: .collecting),
            let backfilling = try SourceLock.acquire(
                archivePath: archivePath, source: name, metric: metric, purpose: .backfilling)
        else { throw AtWork(source: Confirmation.name(source)) }
        self.collecting = collecting
        self.backfilling = backfilling
    }

    /// Gives them back, after the work.
    consuming func release() {}

    private struct AtWork: ExplainedError {
        let source: String
        var message: String { "a collection of \(source) is already running" }
        var hint: Hint? { "wait for it to end, and try again" }
    }
}
