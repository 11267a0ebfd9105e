import Archive
import Latency

/// What customers are told: by the configuration, and by what the archive keeps.
package struct AnnouncementsQuestion: TabularQuestion {
    package static let name = "announcements"
    package static let needsNoArchive = true

    package static let columns: [Column<AnnouncementsAnswer.Row>] = [
        Column("id", "ID") { .count($0.id) },
        Column("severity", "SEVERITY", .left) { .text($0.announcement.severity.rawValue) },
        Column("from", "FROM", .left) { .time($0.announcement.start) },
        Column("to", "TO", .left) { .time($0.announcement.end) },
        Column("title", "TITLE", .leftShrinking) { .text($0.announcement.title) },
        Column("text") { .text($0.announcement.text) },
        Column("models", "MODELS", .left) { .text($0.announcement.models?.text) },
        Column("updates", "UPDATES") { .count($0.announcement.updates.count) },
        Column("origin", "ORIGIN", .left) { .text($0.origin) },
        Column("created_at") { .time($0.createdAt) },
        Column("created_by", "BY", .left) { .text($0.createdBy) },
    ]

    private let configured: [Announcement]

    package init(_ parameters: QueryParameters, in context: QuestionContext) { configured = context.announcements }

    package func answer(from archive: Archive?) throws -> AnnouncementsAnswer {
        var answer = AnnouncementsAnswer()
        let recorded = try archive.map { answer.damages.take(try $0.announcements()) } ?? []
        answer.rows = configured.map { AnnouncementsAnswer.Row($0) } + recorded.map { AnnouncementsAnswer.Row($0) }
        answer.rows.sort { ($0.announcement.start, $0.id ?? 0) < ($1.announcement.start, $1.id ?? 0) }
        return answer
    }
}

package struct AnnouncementsAnswer: TabularAnswer {
    package struct Row: Sendable {
        /// nil for one of the configuration, which is changed there.
        package let id: Int?
        package let announcement: Announcement
        package let createdAt: Int?
        package let createdBy: String?

        package var origin: String { id == nil ? "file" : "archive" }

        init(_ announcement: Announcement) {
            (id, self.announcement, createdAt, createdBy) = (nil, announcement, nil, nil)
        }

        init(_ recorded: Numbered<RecordedAnnouncement>) {
            (id, announcement) = (recorded.id, recorded.announcement)
            (createdAt, createdBy) = (recorded.createdAt, recorded.createdBy)
        }
    }

    /// By their beginning.
    package internal(set) var rows: [Row] = []
    package var emptyReason: EmptyReason? { rows.isEmpty ? .noAnnouncements : nil }
    package var damages = Damages()

    /// One that was just added.
    package init(_ announcement: Numbered<RecordedAnnouncement>) { rows = [Row(announcement)] }

    init() {}
}
