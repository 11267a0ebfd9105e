import Archive
import Dispatch
import Synchronization

/// Reads the archive with a connection of its own, one answer after the other, off the network's threads.
final class ReadingLane: Sendable {
    private let queue: DispatchQueue
    private let open: Mutex<OpenArchive>
    private let waiting = Atomic(0)

    init(archivePath: String) {
        queue = DispatchQueue(label: "metricsctl.reading")
        open = Mutex(OpenArchive(path: archivePath))
    }

    /// How many answers wait for this lane, the one at work included.
    var length: Int { waiting.load(ordering: .relaxed) }

    /// `work` must not throw: it tells whoever waits.
    func run(_ work: @escaping @Sendable (inout OpenArchive) -> Void) {
        waiting.add(1, ordering: .relaxed)
        queue.async { [self] in
            open.withLock { work(&$0) }
            waiting.subtract(1, ordering: .relaxed)
        }
    }
}
