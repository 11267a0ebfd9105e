import Archive
import Latency
import Objectives

/// A stretch of time as one document.
package struct ReportAnswer: Sendable {
    /// What one model came to by one measure.
    package struct Row: Sendable {
        package let measure: Name
        package let model: Name
        /// Or intervals between tokens.
        package let requests: Int
        package let percentiles: Percentiles
        /// In millionths; nil where nothing should have been collected.
        package let coverage: Int?
        package let quality: Quality

        package var isOfIntervals: Bool { measure.countsIntervals }
    }

    /// The percentiles of one source over time.
    package struct Chart: Sendable {
        package let source: SourceID
        package let measure: Name
        package let history: HistoryAnswer
    }

    /// As it was asked for: `2026-11`, `last-month`.
    package let title: String
    package let range: TimeRange
    package internal(set) var slo = SloAnswer()
    package internal(set) var rows: [Row] = []
    package internal(set) var charts: [Chart] = []
    package internal(set) var marks: [Numbered<Mark>] = []
    /// Those that overlap it.
    package internal(set) var exclusions: [ExclusionsAnswer.Row] = []
    package internal(set) var basis: ReportBasis
    /// Whether any window of a latency was.
    package internal(set) var wasCollected = false
    /// What was left out because it is damaged.
    package internal(set) var damages = Damages()

    package static let columns: [Column<Row>] = [
        Column("measure", "MEASURE", .left) { .name($0.measure) },
        Column("model", "MODEL", .leftShrinking) { .model($0.model) },
        Column("requests", "REQUESTS") { .count($0.isOfIntervals ? nil : $0.requests) },
        Column("mean_latency_ms", "MEAN") { .milliseconds($0.percentiles.mean) },
        Column("p50_latency_ms", "P50") { .percentileOfRequests($0.percentiles.p50) },
        Column("p95_latency_ms", "P95") { .percentileOfRequests($0.percentiles.p95) },
        Column("p99_latency_ms", "P99") { .percentileOfRequests($0.percentiles.p99) },
        Column("p95_lower_ms") { .milliseconds($0.percentiles.p95?.lower) },
        Column("p95_upper_ms") { .milliseconds($0.percentiles.p95?.upper) },
        Column("coverage", "COVERAGE") { .fraction(millionths: $0.coverage) },
        Column("quality", "QUALITY", .left) { .quality($0.quality) },
        Column("observations") { .count($0.isOfIntervals ? $0.requests : nil) },
    ]
}
