import CSQLite

extension Archive {
    /// Which of its commits a file is at: two equal versions of one file have the same content.
    package struct Version: Hashable, Sendable {
        // SQLite itself goes by these 16 bytes when it decides whether what it has read before still holds.
        private let counterAndSize, freePages: UInt64

        fileprivate init(_ bytes: UnsafeRawBufferPointer) {
            counterAndSize = bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
            freePages = bytes.loadUnaligned(fromByteOffset: 32, as: UInt64.self)
        }
    }

    /// Read from the file's header as it is now: one system call, no SQL, no lock. nil where it can't be told, which is
    /// so only for a file that another program has put into WAL mode.
    ///
    /// Every commit counts up the change counter (https://www.sqlite.org/fileformat2.html#file_change_counter), on the
    /// file's first page. Inside a `snapshot` it is that of what is read there. Outside, a commit may be at work:
    /// - While the old counter is in the file, the commit has not happened yet, and what has the old version still holds.
    /// - A new counter may be there a moment before the commit has happened, or be rolled back if it never does. What has
    ///   the old version is then doubted in vain, and a snapshot waits until it is settled.
    package var version: Version? {
        get throws(ArchiveError) {
            try database.withHead(length: 40) { head in
                let isRollbackMode = head[18] == 1 && head[19] == 1
                return isRollbackMode ? Version(head) : nil
            }
        }
    }
}
