import CSQLite

extension Archive {
    /// Whether the file is as long as its header says: a copy that was cut off, or a disk that lost the end, is not. SQLite
    /// itself takes the rest of a page for a page, and finds out when it reads what is gone.
    ///
    /// Inside a `snapshot`, since a commit makes the file longer before it changes the header.
    package var isWhole: Bool {
        get throws(ArchiveError) {
            let told = try database.withHead(length: 100) { head -> Int in
                // 1 stands for 65536, which does not fit (https://www.sqlite.org/fileformat2.html#page_size).
                let pageBytes = Int(head.loadUnaligned(fromByteOffset: 16, as: UInt16.self).bigEndian)
                let pages = Int(head.loadUnaligned(fromByteOffset: 28, as: UInt32.self).bigEndian)
                return pages * (pageBytes == 1 ? 65_536 : pageBytes)
            }
            return try database.fileBytes >= told
        }
    }
}
