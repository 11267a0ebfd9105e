/// The archive as a whole.
extension Archive {
    /// Which of its commits an archive is at: two equal versions of one archive have the same content.
    package struct Version: Hashable, Sendable {
        private let first, second: UInt64

        /// What a store tells commits apart by.
        package init(_ first: UInt64, _ second: UInt64) { (self.first, self.second) = (first, second) }
    }

    /// Read as it is now, without waiting for anybody: cheap enough to ask before every answer whether an earlier one still
    /// holds. nil where it can't be told.
    ///
    /// Inside a `snapshot` it is that of what is read there. Outside, a commit may be at work:
    /// - While the old version is there, the commit has not happened yet, and what has the old version still holds.
    /// - A new version may be there a moment before the commit has happened, or be taken back if it never does. What has
    ///   the old version is then doubted in vain, and a snapshot waits until it is settled.
    package var version: Version? {
        get throws(ArchiveError) { try store.version }
    }

    /// Whether nothing has cut off its end, as a copy that was cut off, or a disk that lost the end.
    ///
    /// Inside a `snapshot`.
    package var isWhole: Bool {
        get throws(ArchiveError) { try store.isWhole }
    }

    package func size() throws(ArchiveError) -> ArchiveSize {
        try single { () throws(ArchiveError) in try store.size() }
    }

    /// Gives the space that holds nothing back, some at a time, so that nobody waits for long.
    package func releaseFreePages() throws(ArchiveError) {
        try single { () throws(ArchiveError) in try store.releaseFreeSpace() }
    }
}
