import Archive
import Dispatch
import Synchronization

/// The archive, with an opening of its own to look at its version, so that whoever looks never waits for those who read: at a
/// file's for every answer, which takes no SQL, and at a database's once a second, in a thread of its own.
final class WatchedFile: Sendable {
    /// The content of an archive at one instant.
    struct State: Hashable, Sendable {
        let identity: ArchiveIdentity
        let version: Archive.Version
    }

    private let path: String
    private let archives: any ArchiveOpener
    let identity: ArchiveIdentity
    private let archive: Mutex<Archive>
    /// nil for files.
    private let looks: Looks?
    private let queue = DispatchQueue(label: "metricsctl.watching")

    init(path: String, identity: ArchiveIdentity, archives: any ArchiveOpener) throws(ArchiveError) {
        self.path = path
        self.archives = archives
        self.identity = identity
        let opened = try archives.reading(at: path)
        looks = opened.isShared ? Looks(try opened.version) : nil
        archive = Mutex(opened)
        if looks != nil { lookAgain() }
    }

    /// nil where another file is at the path now, or none, or its version can't be told.
    var state: State? {
        guard identity == archives.identity(of: path) else { return nil }
        let version = if let looks { looks.version } else { archive.withLock { try? $0.version } }
        return version.map { State(identity: identity, version: $0) }
    }

    /// Ends with the value.
    private func lookAgain() {
        queue.asyncAfter(deadline: .now() + 1) { [weak self] in
            guard let self else { return }
            looks?.see(archive.withLock { try? $0.version })
            lookAgain()
        }
    }
}

/// What was seen of a database's version.
private final class Looks: Sendable {
    private let last: Mutex<(version: Archive.Version?, time: ContinuousClock.Instant)>

    init(_ version: Archive.Version?) { last = Mutex((version, .now)) }

    func see(_ version: Archive.Version?) { last.withLock { $0 = (version, .now) } }

    /// nil where it was too long ago: a database that does not answer may have changed.
    var version: Archive.Version? {
        last.withLock { ContinuousClock.now - $0.time < .seconds(3) ? $0.version : nil }
    }
}
