import Archive
import Dispatch
import Synchronization

/// Reads the archive with a connection of its own, one answer after the other, off the network's threads.
final class ArchiveReader: Sendable {
    private let queue: DispatchQueue
    private let open: Mutex<OpenArchive>

    init(archivePath: String, archives: any ArchiveOpener) {
        queue = DispatchQueue(label: "metricsctl.reading")
        open = Mutex(OpenArchive(path: archivePath, archives: archives))
    }

    /// `work` must not throw: it tells whoever waits.
    func run(_ work: @escaping @Sendable (inout OpenArchive) -> Void) {
        queue.async { [self] in open.withLock { work(&$0) } }
    }
}
