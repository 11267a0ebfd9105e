/// How much of the disk an archive takes.
package struct ArchiveSize: Hashable, Sendable {
    /// The length of the file, or what the database takes.
    package let bytes: Int
    /// What of it holds nothing and is used for what comes next.
    package let freeBytes: Int
    /// How many migrations it has gone through.
    package let version: Int

    package init(bytes: Int, freeBytes: Int, version: Int) {
        self.bytes = bytes
        self.freeBytes = freeBytes
        self.version = version
    }
}
