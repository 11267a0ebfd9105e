import Latency
import Questions

/// A stretch of time within the eighty columns of a terminal, as far as one limit goes: what is as it should be everywhere has no column.
enum SummaryTable {
    typealias Column = Questions.Column<SummaryAnswer.Entry>

    static func columns(of answer: SummaryAnswer) -> [Column] {
        guard answer.kind == .latency else { return answer.columns ?? [] }
        return [
            Column(nil, "MODEL", .leftShrinking) { .model($0.total.key.model) },
            .labels { $0.total.key.labels },
            Column(nil, answer.isOfIntervals ? "TOKENS" : "REQUESTS") { .count($0.total.histogram.requests) },
            Column(nil, "P50") { .percentile($0.percentiles.p50) },
            Column(nil, "P95") { .percentile($0.percentiles.p95) },
            Column(nil, "BETWEEN") { .bracket($0.percentiles.p95) },
            Column(nil, "P99") { .percentile($0.percentiles.p99) },
        ] + shares(answer) + doubts(answer)
    }

    private static func shares(_ answer: SummaryAnswer) -> [Column] {
        answer.limits.indices.map { place in
            Column(nil, "≤ \(LatencyFormat.bound(answer.limits[place].milliseconds))") { .share($0.shares[place]) }
        }
    }

    private static func doubts(_ answer: SummaryAnswer) -> [Column] {
        let entries = answer.entries
        var columns: [Column] = []
        if entries.contains(where: { $0.errors != nil }) { columns.append(Column(nil, "ERRORS") { .count($0.errors) }) }
        if entries.contains(where: { $0.coverage != 1_000_000 }) {
            columns.append(Column(nil, "COVERED") { .fraction(millionths: $0.coverage) })
        }
        if entries.contains(where: { $0.total.quality != .exact }) {
            columns.append(Column(nil, "QUALITY", .left) { .quality($0.total.quality) })
        }
        return columns + [Column(nil, "RESOLUTION") { .resolution($0.total.resolution) }]
    }
}
