import Archive
import Latency

/// Stretches of time that objectives and reports leave out: those of the configuration, and those of the archive.
package struct ExclusionsQuestion: TabularQuestion {
    package static let name = "exclusions"
    package static let route: Route? = Route("/api/exclusions/", parameters: ["format"])
    package static let needsNoArchive = true

    package static let columns: [Column<ExclusionsAnswer.Row>] = [
        Column("id", "ID") { .count($0.id) },
        Column("from", "FROM", .left) { .time($0.exclusion.from) },
        Column("to") { .time($0.exclusion.to) },
        Column(nil, "TO", .left) { .end($0.exclusion.to, began: $0.exclusion.from) },
        Column("models", "MODELS", .leftShrinking) { .text($0.exclusion.models.text) },
        Column("reason", "REASON", .leftShrinking) { .text($0.exclusion.reason) },
        Column("origin", "ORIGIN", .left) { .text($0.origin) },
        Column("created_at") { .time($0.createdAt) },
        Column("created_by", "BY", .leftShrinking) { .text($0.createdBy) },
    ]

    private let configured: [Exclusion]

    package init(_ parameters: QueryParameters, in context: QuestionContext) { configured = context.exclusions }

    package func answer(from archive: Archive?) throws -> ExclusionsAnswer {
        var answer = ExclusionsAnswer()
        let recorded = try archive.map { answer.damages.take(try $0.exclusions()) } ?? []
        answer.rows = configured.map { ExclusionsAnswer.Row($0) } + recorded.map { ExclusionsAnswer.Row($0) }
        answer.rows.sort { ($0.exclusion.from, $0.id ?? 0) < ($1.exclusion.from, $1.id ?? 0) }
        return answer
    }
}

package struct ExclusionsAnswer: TabularAnswer {
    package struct Row: Sendable {
        /// nil for one of the configuration, which is removed there.
        package let id: Int?
        package let exclusion: Exclusion
        package let createdAt: Int?
        package let createdBy: String?

        package var origin: String { id == nil ? "file" : "archive" }

        init(_ exclusion: Exclusion) { (id, self.exclusion, createdAt, createdBy) = (nil, exclusion, nil, nil) }

        package init(_ recorded: Numbered<RecordedExclusion>) {
            (id, exclusion) = (recorded.id, recorded.exclusion)
            (createdAt, createdBy) = (recorded.createdAt, recorded.createdBy)
        }
    }

    /// By their beginning.
    package internal(set) var rows: [Row] = []
    package var damages = Damages()
    package var emptyReason: EmptyReason? { rows.isEmpty ? .noExclusions : nil }

    /// One that was just added.
    package init(_ exclusion: Numbered<RecordedExclusion>) { rows = [Row(exclusion)] }

    init() {}
}
