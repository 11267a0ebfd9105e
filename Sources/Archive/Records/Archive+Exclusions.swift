import Latency

/// Exclusions, which are of no source in particular. Each verb is one transaction.
extension Archive {
    /// By their beginning; those that begin together by number.
    package func exclusions() throws(ArchiveError) -> Read<[Numbered<RecordedExclusion>]> {
        try read { () throws(ArchiveError) in
            var (exclusions, ids): ([Numbered<RecordedExclusion>], NumberSet) = ([], NumberSet())
            try store.exclusions { stored in
                ids.insert(stored.id)
                if let exclusion = RecordedExclusion(stored) {
                    exclusions.append(Numbered(id: stored.id, exclusion))
                } else {
                    report(damagedPart("exclusion \(stored.id) is unreadable"))
                }
            }
            try reportGone("exclusion", ids, \.exclusions)
            return exclusions.sorted { ($0.exclusion.from, $0.id) < ($1.exclusion.from, $1.id) }
        }
    }

    /// Adds an exclusion.
    package func add(_ exclusion: RecordedExclusion) throws(ArchiveError) -> Numbered<RecordedExclusion> {
        let key = Self.newRecordKey()
        var added: Numbered<RecordedExclusion>?
        try transaction(of: nil) { () throws(ArchiveError) in
            let known = try store.exclusion(key)
            if let known { return added = Numbered(id: known, exclusion) }
            let id = try nextID(in: .exclusion, \.exclusions)
            try store.add(StoredExclusion(exclusion, id: id, key: key))
            try changeRecords { $0.exclusions.insert(id) }
            added = Numbered(id: id, exclusion)
        }
        guard let added else { throw .failed(path: path, reason: "the exclusion was not stored") }
        return added
    }

    /// False where there is no such exclusion.
    package func removeExclusion(_ id: Int) throws(ArchiveError) -> Bool {
        try removeRecord(id, \.exclusions) { () throws(ArchiveError) in try store.removeExclusion(id) }
    }
}

extension RecordedExclusion {
    /// nil where it is not as it was written.
    fileprivate init?(_ stored: StoredExclusion) {
        guard stored.isSound, stored.end > stored.start else { return nil }
        let exclusion = Exclusion(
            from: stored.start, to: stored.end, models: ShellPattern(stored.models), reason: stored.reason)
        self.init(exclusion, createdAt: stored.createdAt, createdBy: stored.createdBy)
    }
}

extension StoredExclusion {
    fileprivate init(_ recorded: RecordedExclusion, id: Int, key: String) {
        let exclusion = recorded.exclusion
        self.init(
            id: id, start: exclusion.from, end: exclusion.to, models: exclusion.models.text, reason: exclusion.reason,
            createdAt: recorded.createdAt, createdBy: recorded.createdBy, key: key)
    }
}
