import Archive
import Latency

/// What an archive holds of all sources, or of those that the parameters name.
package struct StatQuestion: TabularQuestion {
    package static let name = "stat"

    /// JSON has the first two once for all models of a source, and a table as its title.
    package static let columns = places + [requests]

    private static let places: [Column<StatAnswer.Row>] = [
        Column("name") { .name($0.source.name) },
        Column("metric") { .name($0.source.metric) },
        Column("model", "MODEL", .leftShrinking) { .model($0.model.model) },
        Column("oldest", "OLDEST", .left) { .time($0.model.oldest) },
        Column("newest", "NEWEST", .left) { .time($0.model.newest) },
        Column("windows", "WINDOWS") { .count($0.model.windows) },
        Column("hours", "HOURS") { .count($0.model.hours) },
    ]
    private static let requests = Column<StatAnswer.Row>("requests", "REQUESTS") { .count($0.count(.requests)) }

    /// The same, and what else is counted.
    package static func columns(of counted: Set<Counted>) -> [Column<StatAnswer.Row>] { columns + others(counted) }

    /// Those of a table of one source: what is counted stands in one column.
    package static func tableColumns(of counted: Counted) -> [Column<StatAnswer.Row>] {
        places + (counted == .requests ? [requests] : others([counted]))
    }

    private static func others(_ counted: Set<Counted>) -> [Column<StatAnswer.Row>] {
        var columns: [Column<StatAnswer.Row>] = []
        if counted.contains(.intervals) {
            columns.append(Column("observations", "TOKENS") { .count($0.count(.intervals)) })
        }
        if !counted.isDisjoint(with: [.tokens, .errors, .events]) {
            let title = counted.count == 1 ? counted.first?.rawValue.uppercased() : nil
            columns.append(Column("count", title ?? "COUNT") { .count($0.count(.tokens, .errors, .events)) })
        }
        return columns
    }

    private let choice: SourceChoice

    package init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        choice = try SourceChoice(parameters, now: context.now)
    }

    package func answer(from archive: Archive?) throws -> StatAnswer {
        try answer(from: archive) { _, _ in }
    }

    /// Reads all that there is, which takes long: for each day as it is then, so that no run waits for all of them.
    ///
    /// `progress` is called with how many of a source's days are counted, and how many there are.
    package func answer(
        from archive: Archive?, progress: (_ done: Int, _ total: Int) -> Void
    ) throws -> StatAnswer {
        guard let archive else { return StatAnswer(path: "", bytes: 0, freeBytes: 0, version: 0, sources: []) }
        let size = try archive.size()
        var damages = Damages()
        let measures = SourceMeasures(try archive.sources())
        let sources = try choice.matching(in: archive).map { source in
            var count = StatCount(source: source, measure: measures.measure(of: source))
            let changes = damages.take(try archive.unitChanges(of: source))
            damages.add(try count.count(in: archive, progress))
            return count.finding(changes)
        }
        var answer = StatAnswer(
            path: archive.path, bytes: size.bytes, freeBytes: size.freeBytes, version: size.version, sources: sources)
        answer.damages = damages
        answer.capacity = try archive.modelCapacity()
        return answer
    }
}
