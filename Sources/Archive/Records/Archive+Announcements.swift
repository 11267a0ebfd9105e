import Latency

/// Announcements, which are of no source in particular. Each verb but the last is one transaction.
extension Archive {
    /// With what their updates made of them, by their beginning; those that begin together by number.
    package func announcements() throws(ArchiveError) -> Read<[Numbered<RecordedAnnouncement>]> {
        let found = try marks(\.isAnnouncement)
        let updates = Dictionary(grouping: found.value.compactMap(\.record.announcementUpdate), by: \.of)
        let announcements = found.value.compactMap { mark in
            mark.record.announcement.map { Numbered(id: mark.id, $0.updated(by: updates[mark.id] ?? [])) }
        }
        return Read(value: announcements, damages: found.damages)
    }

    package func add(_ announcement: RecordedAnnouncement) throws(ArchiveError) -> Numbered<RecordedAnnouncement> {
        Numbered(id: try add(Mark(announcement)).id, announcement)
    }

    /// False where there is no such announcement.
    package func add(_ update: AnnouncementUpdate, createdAt: Int, createdBy: String) throws(ArchiveError) -> Bool {
        guard try announcements().value.contains(where: { $0.id == update.of }) else { return false }
        _ = try add(Mark(update, createdAt: createdAt, createdBy: createdBy))
        return true
    }

    /// Removes it with its updates. False where there is no such announcement.
    package func removeAnnouncement(_ id: Int) throws(ArchiveError) -> Bool {
        let found = try marks(\.isAnnouncement).value
        guard found.contains(where: { $0.id == id && $0.kind == .announcement }) else { return false }
        for update in found where update.record.announcementUpdate?.of == id { _ = try removeStoredMark(update.id) }
        return try removeStoredMark(id)
    }
}

extension RecordedAnnouncement {
    fileprivate func updated(by updates: [AnnouncementUpdate]) -> RecordedAnnouncement {
        if updates.isEmpty { return self }
        let ordered = updates.sorted { $0.at < $1.at }
        let changed = Announcement(
            title: announcement.title, text: announcement.text,
            severity: ordered.compactMap(\.severity).last ?? announcement.severity, start: announcement.start,
            end: ordered.compactMap(\.end).last ?? announcement.end, models: announcement.models,
            updates: ordered.map { Announcement.Update(at: $0.at, text: $0.text) })
        return RecordedAnnouncement(changed, createdAt: createdAt, createdBy: createdBy)
    }
}
