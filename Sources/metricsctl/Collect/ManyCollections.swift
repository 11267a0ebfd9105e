import ArgumentParser
import Support
import Synchronization

/// The sources of a configuration, side by side: one that is slow or down keeps no other waiting. The metrics of one source
/// come one after another, so that its server has no more to do at once than with a single one.
struct ManyCollections {
    /// By source.
    let sources: [[SourceCollection]]
    let notifier: RunNotifier?
    let context: Context

    /// So many sources are asked at the same time.
    private static let mostAtOnce = 8

    /// Tells of every failure, and throws where there was one, once all others are stored.
    func run() throws {
        notifier?.begin()
        let failed = Mutex(false)
        Threads.run(sources.count, atMost: Self.mostAtOnce) { index in
            if !collect(sources[index]) { failed.withLock { $0 = true } }
        }
        let hasFailed = failed.withLock { $0 }
        notifier?.end(succeeded: !hasFailed && !Interruption.isRequested)
        if Interruption.isRequested { throw ExitCode(Interruption.status.rawValue) }
        if hasFailed { throw ExitCode.failure }
    }

    /// The metrics of one source; false where one of them failed. A server that has failed is not waited for again, and what
    /// is wrong with all of them is said once.
    private func collect(_ source: [SourceCollection]) -> Bool {
        var said: Set<String> = []
        for var collection in source where !Interruption.isRequested {
            if !said.isEmpty { collection.settings.retries = 0 }
            do {
                try collection.run()
            } catch {
                let message = (error as? any ExplainedError)?.message ?? String(describing: error)
                if said.insert(message).inserted { tell(error, collection) }
            }
        }
        return said.isEmpty
    }

    private func tell(_ error: any Error, _ collection: SourceCollection) {
        let source = collection.settings.source
        _ = ErrorReporter(context: context, subject: "source \(source.name), \(source.metric)").report(error)
    }
}
