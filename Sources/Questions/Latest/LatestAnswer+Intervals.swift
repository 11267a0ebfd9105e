import Latency

extension LatestAnswer {
    /// The columns of a question where its numbers are of intervals between tokens: of those nobody knows how many requests they
    /// were, so that `requests` is unknown, and how many intervals comes last.
    static func ofIntervals(_ columns: [Column<Row>]) -> [Column<Row>] {
        columns.map { column in
            guard column.key?.description == "requests" else { return column }
            return Column("requests") { _ in .count(nil) }
        } + [Column("observations", "TOKENS") { .count($0.entry.requests) }]
    }
}
