import Glibc
import Latency
import Support

/// Held while one source is collected into one archive, so that a second collection of it can step aside. Two sources
/// don't disturb each other.
///
/// The lock is on the open descriptor, so it ends with the process, however that ends. Its file says who holds it, and
/// stays behind: were it deleted, a process that has opened it just before would lock a file without a name, while the next one makes
/// and locks a new file.
package struct SourceLock: ~Copyable {
    /// Of the file; -1 where a lease stands for it.
    private let descriptor: Int32
    private let lease: (store: any LeasingStore, lease: Lease)?

    private init(descriptor: Int32) { (self.descriptor, lease) = (descriptor, nil) }

    private init(_ lease: Lease, of store: any LeasingStore) { (descriptor, self.lease) = (-1, (store, lease)) }

    /// Who keeps out whom: those of one purpose each other.
    package enum Purpose: Sendable {
        case collecting
        /// May take hours, during which collecting goes on.
        case backfilling
        /// Notifications, by whichever of both has something to tell first.
        case telling

        /// What the lock file's name says of it.
        var suffix: String {
            switch self {
            case .collecting: ""
            case .backfilling: "+backfill"
            case .telling: "+notices"
            }
        }
    }

    /// Nil when somebody else holds it: the file's lock, or the lease of a store that many machines share.
    package static func acquire(
        in archive: Archive, source name: Name, metric: Name, purpose: Purpose = .collecting
    ) throws(ArchiveError) -> SourceLock? {
        guard let store = archive.store.leasing else {
            return try acquire(archivePath: archive.path, source: name, metric: metric, purpose: purpose)
        }
        let lease = Lease(name, metric, purpose)
        return try store.take(lease) ? SourceLock(lease, of: store) : nil
    }

    /// Nil when somebody else holds it.
    package static func acquire(
        archivePath: String, source name: Name, metric: Name, purpose: Purpose = .collecting
    ) throws(ArchiveError) -> SourceLock? {
        let path = lockPath(archivePath: archivePath, source: name, metric: metric, purpose: purpose)
        let descriptor = try open(path, archivePath: archivePath)
        var tries = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            if code == EINTR { continue }
            // Somebody may just be looking whether it is held: see `stuckHolder`.
            tries += 1
            if code == EWOULDBLOCK, tries < 3 {
                usleep(5_000)
                continue
            }
            close(descriptor)
            if code == EWOULDBLOCK { return nil }
            throw .lockFailed(path: path, reason: SystemReason.text(code))
        }
        sign(descriptor, LockHolder.current().text)
        return SourceLock(descriptor: descriptor)
    }

    /// Who has held a lock for longer than a run may take, and still does; nil where nobody has, or it can't be found out.
    ///
    /// - Parameter now: seconds since 1970 UTC.
    package static func stuckHolder(
        archivePath: String, source name: Name, metric: Name, purpose: Purpose = .collecting, now: Int
    ) -> LockHolder? {
        // A lease that nobody renews ends by itself.
        guard !DatabaseName.isOne(archivePath) else { return nil }
        let path = lockPath(archivePath: archivePath, source: name, metric: metric, purpose: purpose)
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0, let holder = LockHolder(String(decoding: bytes[..<count], as: UTF8.self)),
            holder.isOlder(than: maximumSeconds, at: now)
        else { return nil }
        // The line of a process that was killed stays, too. The look takes no longer than that.
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return nil }
        return errno == EWOULDBLOCK ? holder : nil
    }

    /// Every run ends before the next one begins.
    private static let maximumSeconds = 300

    /// Without the line nobody is told who it is; on a full disk it can't be written.
    private static func sign(_ descriptor: Int32, _ text: String) {
        guard ftruncate(descriptor, 0) == 0 else { return }
        _ = pwrite(descriptor, text, text.utf8.count, 0)
    }

    /// Gives it back. To be called after the work: Swift ends a value's life after its last use.
    package consuming func release() {}

    deinit {
        if let lease {
            // Else it ends by itself, some minutes later.
            try? lease.store.giveBack(lease.lease)
            return
        }
        Self.sign(descriptor, "")
        close(descriptor)
    }

    static func lockPath(
        archivePath: String, source: Name, metric: Name, purpose: Purpose = .collecting
    ) -> String {
        let archive = FilePath.resolved(archivePath)
        let name = LockFileName.name(
            archive: FilePath.name(of: archive), source: source.text, metric: metric.text,
            purpose: purpose)
        let directory = FilePath.directory(of: archive)
        return directory.hasSuffix("/") ? directory + name : directory + "/" + name
    }

    private static func open(_ path: String, archivePath: String) throws(ArchiveError) -> Int32 {
        while true {
            // Not inherited by child processes, which would hold the lock on.
            let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            if descriptor >= 0 { return descriptor }
            let directory = FilePath.directory(of: path)
            switch errno {
            case EINTR: continue
            case ENOENT, ENOTDIR: throw .directoryMissing(path: archivePath, directory: directory)
            case EROFS: throw .directoryNotWritable(directory: directory)
            case EACCES where !FilePath.mayAccess(path, F_OK): throw .directoryNotWritable(directory: directory)
            case ENOSPC, EDQUOT: throw .full(path: path)
            default: throw .lockFailed(path: path, reason: SystemReason.text(errno))
            }
        }
    }
}
