import Archive
import Synchronization

/// The archive's file, with an opening of its own to look at its version: without SQL, so that whoever looks never waits
/// for those who read.
final class WatchedFile: Sendable {
    /// The content of a file at one instant.
    struct State: Hashable, Sendable {
        let identity: ArchiveIdentity
        let version: Archive.Version
    }

    private let path: String
    private let archives: any ArchiveOpener
    let identity: ArchiveIdentity
    private let archive: Mutex<Archive>

    init(path: String, identity: ArchiveIdentity, archives: any ArchiveOpener) throws(ArchiveError) {
        self.path = path
        self.archives = archives
        self.identity = identity
        archive = Mutex(try archives.reading(at: path))
    }

    /// nil where another file is at the path now, or none, or its version can't be told.
    var state: State? {
        guard identity == archives.identity(of: path) else { return nil }
        return archive.withLock { try? $0.version }.map { State(identity: identity, version: $0) }
    }
}
