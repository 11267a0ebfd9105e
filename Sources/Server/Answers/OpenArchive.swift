import Archive

/// The archive of one reading lane: opened when it is first there, kept open, and opened again when the file was replaced.
struct OpenArchive {
    private let path: String
    private let archives: any ArchiveOpener
    private var archive: Archive?
    private(set) var identity: ArchiveIdentity?

    init(path: String, archives: any ArchiveOpener) { (self.path, self.archives) = (path, archives) }

    /// The archive that the path names now; nil where there is none yet, or none any more.
    mutating func current() throws(ArchiveError) -> Archive? {
        // Before it is opened: where the file is replaced in between, the next request sees another identity.
        let now = archives.identity(of: path)
        if let archive, now == identity { return archive }
        archive = nil
        identity = now
        do {
            archive = try archives.reading(at: path)
        } catch .missing {
            identity = nil
        }
        return archive
    }

    /// Forgets the archive after it failed: the next request tries again from the start.
    mutating func close() { archive = nil }
}
