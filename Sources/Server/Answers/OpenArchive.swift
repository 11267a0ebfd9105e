import Archive
import SQLiteStore

/// The archive of one reading lane: opened when it is first there, kept open, and opened again when the file was replaced.
struct OpenArchive {
    private let path: String
    private var archive: Archive?
    private(set) var identity: FileIdentity?

    init(path: String) { self.path = path }

    /// The archive that the path names now; nil where there is none yet, or none any more.
    mutating func current() throws(ArchiveError) -> Archive? {
        // Before it is opened: where the file is replaced in between, the next request sees another identity.
        let now = FileIdentity(path: path)
        if let archive, now == identity { return archive }
        archive = nil
        identity = now
        do {
            archive = try Archive(readingAt: path)
        } catch .missing {
            identity = nil
        }
        return archive
    }

    /// Forgets the archive after it failed: the next request tries again from the start.
    mutating func close() { archive = nil }
}
