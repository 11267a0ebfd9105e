import Latency

/// Marks, which are of no source in particular. Each verb is one transaction.
extension Archive {
    /// By time; those of one time by number.
    package func marks() throws(ArchiveError) -> Read<[Numbered<Mark>]> { try marks { !$0.isAnnouncement } }

    /// Those of some kinds. What is damaged is told, of whichever kind it was.
    func marks(_ isWanted: (Mark.Kind) -> Bool) throws(ArchiveError) -> Read<[Numbered<Mark>]> {
        try read { () throws(ArchiveError) in
            var (marks, ids): ([Numbered<Mark>], NumberSet) = ([], NumberSet())
            try store.marks { stored in
                ids.insert(stored.id)
                if let mark = Mark(stored) {
                    if isWanted(mark.kind) { marks.append(Numbered(id: stored.id, mark)) }
                } else {
                    report(damagedPart("mark \(stored.id) is unreadable"))
                }
            }
            try reportGone("mark", ids, \.marks)
            return marks.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
        }
    }

    /// Adds a mark, once.
    ///
    /// - Parameter key: who asks again with the same key gets the mark that was added at first, as it was; nil for a new mark
    ///   in any case.
    package func add(_ mark: Mark, key: String? = nil) throws(ArchiveError) -> Numbered<Mark> {
        let key = key ?? Self.newRecordKey()
        var added: Numbered<Mark>?
        try transaction(of: nil) { () throws(ArchiveError) in
            if let known = try store.mark(key) {
                added = Mark(known).map { Numbered(id: known.id, $0) }
                if added == nil { throw damagedPart("mark \(known.id) is unreadable") }
                return
            }
            let id = try nextID(in: .mark, \.marks)
            try store.add(StoredMark(mark, id: id, key: key))
            try changeRecords { $0.marks.insert(id) }
            added = Numbered(id: id, mark)
        }
        guard let added else { throw .failed(path: path, reason: "the mark was not stored") }
        return added
    }

    /// Adds those of some marks whose keys no mark has. Where there are none nothing is written, and nobody waited for.
    package func addMissing(_ marks: [KeyedMark]) throws(ArchiveError) {
        for keyed in marks {
            let isKnown = try single { () throws(ArchiveError) in try store.mark(keyed.key) != nil }
            if !isKnown { _ = try add(keyed.mark, key: keyed.key) }
        }
    }

    /// False where there is no such mark; announcements are none.
    package func removeMark(_ id: Int) throws(ArchiveError) -> Bool {
        if try marks(\.isAnnouncement).value.contains(where: { $0.id == id }) { return false }
        return try removeStoredMark(id)
    }

    /// Of any kind.
    func removeStoredMark(_ id: Int) throws(ArchiveError) -> Bool {
        try removeRecord(id, \.marks) { () throws(ArchiveError) in try store.removeMark(id) }
    }
}

extension Mark {
    /// nil where it is not as it was written.
    fileprivate init?(_ stored: StoredMark) {
        guard stored.isSound, let kind = Kind(rawValue: stored.kind) else { return nil }
        self.init(
            at: stored.at, text: stored.text, model: stored.model, kind: kind, createdAt: stored.createdAt,
            createdBy: stored.createdBy)
    }
}

extension StoredMark {
    fileprivate init(_ mark: Mark, id: Int, key: String) {
        self.init(
            id: id, at: mark.at, text: mark.text, model: mark.model, kind: mark.kind.rawValue,
            createdAt: mark.createdAt, createdBy: mark.createdBy, key: key)
    }
}
