import Archive
import ArgumentParser
import Support
import Synchronization

/// The sources of a configuration, side by side: one that is slow or down keeps no other waiting.
struct ManyCollections {
    let sources: [SourceCollection]
    let notifier: RunNotifier?
    let context: Context

    /// So many sources are asked at the same time.
    private static let mostAtOnce = 8

    /// Tells of every failure, and throws where there was one, once all others are stored.
    ///
    /// - Parameter archive: what a single one goes into; several have one each.
    func run(into archive: Archive?) throws {
        notifier?.begin()
        let failed = Mutex(false)
        if let archive, sources.count == 1 {
            failed.withLock { $0 = tell(sources[0].run(into: archive)) }
        } else {
            Threads.run(sources.count, atMost: Self.mostAtOnce) { index in
                if tell(sources[index].run()) { failed.withLock { $0 = true } }
            }
        }
        let hasFailed = failed.withLock { $0 }
        notifier?.end(succeeded: !hasFailed && !Interruption.isRequested)
        if Interruption.isRequested { throw ExitCode(Interruption.status.rawValue) }
        if hasFailed { throw ExitCode.failure }
    }

    /// Whether a measure of a source failed. What is wrong with several of them is said once.
    private func tell(_ failures: [SourceCollection.Failure]) -> Bool {
        let (changed, others) = SourceChanged.common(to: failures)
        for one in changed {
            _ = ErrorReporter(context: context, subject: "source \(one.change.source)").report(one)
        }
        var said: Set<String> = []
        for failure in others {
            let message = (failure.error as? any ExplainedError)?.message ?? String(describing: failure.error)
            guard said.insert(message).inserted else { continue }
            let subject = "source \(failure.source.name), \(failure.source.metric)"
            _ = ErrorReporter(context: context, subject: subject).report(failure.error)
        }
        return !failures.isEmpty
    }
}
