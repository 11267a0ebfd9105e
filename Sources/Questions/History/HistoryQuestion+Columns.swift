import Latency

extension HistoryQuestion {
    /// The columns of an answer to something else than latencies of requests; nil for those.
    static func columns(of answer: HistoryAnswer) -> [Column<HistoryAnswer.Row>]? {
        switch answer.kind {
        case .latency where answer.isOfIntervals:
            columns.map { column in
                guard column.key?.description == "requests" else { return column }
                return Column("requests") { _ in .count(nil) }
            } + [Column("observations", "TOKENS") { .count($0.point.requests) }]
        case .latency: nil
        case .counter: begin + counts + end
        case .tokens: begin + tokens + end
        }
    }

    private static let begin: [Column<HistoryAnswer.Row>] = [
        Column("model") { .model($0.model) },
        Column.labels { $0.labels },
        Column("timestamp", "UP TO", .left) { .time($0.point.time) },
    ]

    private static let counts: [Column<HistoryAnswer.Row>] = [
        Column("count", "COUNT") { .count($0.point.requests) },
        Column("per_minute", "PER MINUTE") { .rate($0.point.perMinute($0.point.requests)) },
        Column("classes", "CLASSES", .left) { .counts($0.point.classes) },
    ]

    private static let tokens: [Column<HistoryAnswer.Row>] = [
        Column("requests", "REQUESTS") { .count($0.point.requests) },
        Column("tokens", "TOKENS") { .count($0.point.tokens) },
        Column("tokens_per_minute", "PER MINUTE") { row in .rate(row.point.tokens.flatMap(row.point.perMinute)) },
    ]

    private static let end: [Column<HistoryAnswer.Row>] = [
        Column("windows") { .count($0.point.windows) },
        Column("quality", "QUALITY", .left) { .quality($0.point.quality) },
        Column("resolution", "RESOLUTION") { .resolution($0.point.resolution) },
    ]
}

extension HistoryAnswer.Point {
    /// How many a minute, of the time that was collected.
    fileprivate func perMinute(_ count: Int) -> Double? {
        let minutes = windows * Window.seconds / 60
        return minutes == 0 ? nil : Double(count) / Double(minutes)
    }
}
