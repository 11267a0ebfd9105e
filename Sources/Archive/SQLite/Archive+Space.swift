extension Archive {
    /// Gives the pages that hold nothing back to the file system, some at a time, so that nobody waits for long.
    package func releaseFreePages() throws(ArchiveError) {
        var free = try database.integer("PRAGMA freelist_count")
        while free > 0 {
            try database.execute("PRAGMA incremental_vacuum(\(Self.pagesAtATime))")
            let rest = try database.integer("PRAGMA freelist_count")
            // Without auto_vacuum, which only a file of another maker could lack, there is nothing to gain.
            guard rest < free else { return }
            free = rest
        }
    }

    private static let pagesAtATime = 256
}
