/// How much of the disk an archive takes.
package struct ArchiveSize: Hashable, Sendable {
    /// The length of the file.
    package let bytes: Int
    /// What of it holds nothing and is used for what comes next.
    package let freeBytes: Int
    /// How many migrations the file has gone through.
    package let version: Int

    package init(bytes: Int, freeBytes: Int, version: Int) {
        self.bytes = bytes
        self.freeBytes = freeBytes
        self.version = version
    }
}

extension Archive {
    package func size() throws(ArchiveError) -> ArchiveSize {
        let page = try database.integer("PRAGMA page_size")
        return ArchiveSize(
            bytes: try database.integer("PRAGMA page_count") * page,
            freeBytes: try database.integer("PRAGMA freelist_count") * page,
            version: try Schema.version(of: database))
    }
}
