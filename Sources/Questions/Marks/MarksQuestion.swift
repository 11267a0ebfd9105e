import Archive
import Latency

/// Moments that explain what comes after them, such as deployments.
package struct MarksQuestion: TabularQuestion {
    package static let name = "marks"
    package static let route: Route? = Route("/api/marks/", parameters: ["format"])

    package static let columns: [Column<Numbered<Mark>>] = [
        Column("id", "ID") { .count($0.id) },
        Column("at", "AT", .left) { .time($0.at) },
        Column(nil, "BY", .leftShrinking) { .text($0.kind == .manual ? $0.createdBy : "collect") },
        Column("text") { .text($0.text) },
        Column("model", "MODEL", .leftShrinking) { .name($0.model) },
        Column(nil, "TEXT", .leftShrinking) { .text($0.text) },
        Column("kind") { .text($0.kind.rawValue) },
        Column("created_at") { .time($0.createdAt) },
        Column("created_by") { .text($0.createdBy) },
    ]

    package init(_ parameters: QueryParameters, in context: QuestionContext) {}

    package func answer(from archive: Archive?) throws -> MarksAnswer {
        var answer = MarksAnswer()
        guard let archive else { return answer }
        answer.marks = answer.damages.take(try archive.marks())
        return answer
    }
}

package struct MarksAnswer: TabularAnswer {
    /// By time.
    package var marks: [Numbered<Mark>] = []
    package var damages = Damages()

    package var rows: [Numbered<Mark>] { marks }
    package var emptyReason: EmptyReason? { marks.isEmpty ? .noMarks : nil }

    /// One that was just added.
    package init(_ mark: Numbered<Mark>) { marks = [mark] }

    init() {}
}
