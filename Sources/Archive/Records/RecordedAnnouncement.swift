import Latency
import Support

/// An announcement that an archive keeps.
///
/// What a store must do for one is what it does for a mark: it is kept as a mark of a kind of its own, and each of its updates as
/// another.
package struct RecordedAnnouncement: Hashable, Sendable {
    package let announcement: Announcement
    /// Seconds since 1970 UTC.
    package let createdAt: Int
    /// The name of the user.
    package let createdBy: String

    package init(_ announcement: Announcement, createdAt: Int, createdBy: String) {
        (self.announcement, self.createdAt, self.createdBy) = (announcement, createdAt, createdBy)
    }
}

/// What is said later of an announcement.
package struct AnnouncementUpdate: Hashable, Sendable {
    /// The number of the announcement.
    package let of: Int
    /// Seconds since 1970 UTC.
    package let at: Int
    package let text: String
    /// What it is from then on; nil as before.
    package let severity: Announcement.Severity?
    /// When it is over; nil as before.
    package let end: Int?

    package init(of: Int, at: Int, text: String, severity: Announcement.Severity?, end: Int?) {
        (self.of, self.at, self.text, self.severity, self.end) = (of, at, text, severity, end)
    }
}

/// How both lie in the text of a mark: fields in lines of their own, and what may have several lines last.
extension Mark {
    init(_ recorded: RecordedAnnouncement) {
        let announcement = recorded.announcement
        let fields = [
            announcement.severity.rawValue, announcement.end.map(String.init) ?? "", announcement.title,
            announcement.text ?? "",
        ]
        self.init(
            at: announcement.start, text: fields.joined(separator: "\n"),
            model: announcement.models.map { Name($0.text) },
            kind: .announcement, createdAt: recorded.createdAt, createdBy: recorded.createdBy)
    }

    init(_ update: AnnouncementUpdate, createdAt: Int, createdBy: String) {
        let fields = [
            String(update.of), update.severity?.rawValue ?? "", update.end.map(String.init) ?? "", update.text,
        ]
        self.init(
            at: update.at, text: fields.joined(separator: "\n"), model: nil, kind: .announcementUpdate,
            createdAt: createdAt, createdBy: createdBy)
    }

    private var fields: [String] { text.pieces(by: "\n", most: 4) }

    /// nil where it is none, or not as it was written.
    var announcement: RecordedAnnouncement? {
        let fields = fields
        guard kind == .announcement, fields.count == 4, let severity = Announcement.Severity(rawValue: fields[0])
        else { return nil }
        return RecordedAnnouncement(
            Announcement(
                title: fields[2], text: fields[3].isEmpty ? nil : fields[3], severity: severity, start: at,
                end: Int(fields[1]), models: model.map { ShellPattern($0.text) }),
            createdAt: createdAt, createdBy: createdBy)
    }

    /// nil where it is none, or not as it was written.
    var announcementUpdate: AnnouncementUpdate? {
        let fields = fields
        guard kind == .announcementUpdate, fields.count == 4, let of = Int(fields[0]) else { return nil }
        return AnnouncementUpdate(
            of: of, at: at, text: fields[3], severity: Announcement.Severity(rawValue: fields[1]), end: Int(fields[2]))
    }
}
