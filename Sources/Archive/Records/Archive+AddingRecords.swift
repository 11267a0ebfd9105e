import Latency

/// Taking over the records of another archive that are of no source in particular.
extension Archive {
    /// Adds the exclusions, marks and announcements of another archive, but for those that this one has already: of the same
    /// times, text and models. Each is one transaction.
    ///
    /// Marks keep their keys, so that a program which finds one again does not add it twice.
    ///
    /// - Returns: what of the other archive is damaged.
    package func addRecords(of other: Archive) throws(ArchiveError) -> Damages {
        var damages = Damages()
        let exclusions = damages.take(try other.exclusions())
        let marks = damages.take(try other.marks { _ in true })
        if !exclusions.isEmpty { try addMissing(exclusions) }
        if !marks.isEmpty { try addMissing(marks, keys: try other.markKeys()) }
        return damages
    }

    private func addMissing(_ exclusions: [Numbered<RecordedExclusion>]) throws(ArchiveError) {
        var known = Set(try self.exclusions().value.map(\.record.exclusion))
        for numbered in exclusions where known.insert(numbered.record.exclusion).inserted {
            _ = try add(numbered.record)
        }
    }

    /// Of all kinds. An announcement has another number here, by which its updates go.
    private func addMissing(_ marks: [Numbered<Mark>], keys: [Int: String]) throws(ArchiveError) {
        var known: [Mark: Int] = [:]
        for numbered in try self.marks({ _ in true }).value { known[numbered.record.said] = numbered.id }
        // What the marks of the other archive are here.
        var ids: [Int: Int] = [:]
        let updates = marks.filter { $0.record.kind == .announcementUpdate }
        for numbered in marks.filter({ $0.record.kind != .announcementUpdate }) + updates {
            var mark = numbered.record
            if mark.kind == .announcementUpdate {
                guard let update = mark.announcementUpdate, let id = ids[update.of] else { continue }
                mark = Mark(update.changed(of: id), createdAt: mark.createdAt, createdBy: mark.createdBy)
            }
            if let id = known[mark.said] {
                ids[numbered.id] = id
                continue
            }
            let id = try add(mark, key: keys[numbered.id]).id
            ids[numbered.id] = id
            known[mark.said] = id
        }
    }

    /// By the numbers of the marks.
    private func markKeys() throws(ArchiveError) -> [Int: String] {
        let found = try read { () throws(ArchiveError) -> [Int: String] in
            var keys: [Int: String] = [:]
            try store.marks { stored in keys[stored.id] = stored.key }
            return keys
        }
        return found.value
    }
}

extension Mark {
    /// Whether it is the same, whoever said it, and when.
    package func says(as other: Mark) -> Bool { said == other.said }

    /// Without who said it, and when.
    fileprivate var said: Mark { Mark(at: at, text: text, model: model, kind: kind, createdAt: 0, createdBy: "") }
}

extension AnnouncementUpdate {
    /// Of an announcement of another number.
    fileprivate func changed(of id: Int) -> AnnouncementUpdate {
        AnnouncementUpdate(of: id, at: at, text: text, severity: severity, end: end)
    }
}
