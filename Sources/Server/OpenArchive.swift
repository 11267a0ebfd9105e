import Archive
import Glibc

/// The archive of a server: opened when it is first there, kept open, and opened again when the file was replaced.
struct OpenArchive {
    /// Which file a path names.
    private struct Identity: Equatable {
        let device: UInt
        let number: UInt

        init?(path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            (device, number) = (UInt(status.st_dev), UInt(status.st_ino))
        }
    }

    private let path: String
    private var archive: Archive?
    private var identity: Identity?
    /// How often a file was opened: what was read through one opening says nothing about the next.
    private(set) var openings = 0

    init(path: String) { self.path = path }

    /// The archive that the path names now; nil where there is none yet, or none any more.
    mutating func current() throws(ArchiveError) -> Archive? {
        let now = Identity(path: path)
        if let archive, now == identity { return archive }
        archive = nil
        do {
            archive = try Archive(readingAt: path)
            identity = now
            openings += 1
        } catch .missing {
            identity = nil
        }
        return archive
    }

    /// Forgets the archive after it failed: the next request tries again from the start.
    mutating func close() { archive = nil }
}
