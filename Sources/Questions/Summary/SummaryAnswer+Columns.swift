import Latency

extension SummaryAnswer {
    /// - Parameters:
    ///   - limits: how many shares are asked for.
    ///   - intervals: whether what is counted is intervals between tokens and no requests.
    static func columns(of kind: Kind, limits: Int, intervals: Bool = false) -> [Column<Entry>] {
        let names: [Column<Entry>] = [
            Column("model", "MODEL", .leftShrinking) { .model($0.total.key.model) },
            Column.labels { $0.total.key.labels },
        ]
        let ends: [Column<Entry>] = [
            Column("coverage", "COVERED") { .fraction(millionths: $0.coverage) },
            Column("quality", "QUALITY", .left) { .quality($0.total.quality) },
        ]
        let resolution: [Column<Entry>] = [
            Column("resolution", "RESOLUTION") { .resolution($0.total.resolution) }
        ]
        switch kind {
        case .latency:
            let observations: [Column<Entry>] =
                intervals ? [Column("observations", "TOKENS") { .count($0.requests) }] : []
            return names + latencies(intervals) + shares(limits) + errors + ends + observations + resolution
        case .counter: return names + counts + ends + resolution
        case .tokens: return names + tokens + ends + resolution
        }
    }

    private static func latencies(_ intervals: Bool) -> [Column<Entry>] {
        [
            Column("requests", intervals ? nil : "REQUESTS") { .count(intervals ? nil : $0.requests) },
            Column("mean_latency_ms", "MEAN") { .milliseconds($0.percentiles.mean) },
            Column("p50_latency_ms", "P50") { .percentile($0.percentiles.p50) },
            Column("p95_latency_ms", "P95") { .percentile($0.percentiles.p95) },
            Column(nil, "BETWEEN") { .bracket($0.percentiles.p95) },
            Column("p99_latency_ms", "P99") { .percentile($0.percentiles.p99) },
            Column("p50_lower_ms") { .milliseconds($0.percentiles.p50?.lower) },
            Column("p50_upper_ms") { .milliseconds($0.percentiles.p50?.upper) },
            Column("p95_lower_ms") { .milliseconds($0.percentiles.p95?.lower) },
            Column("p95_upper_ms") { .milliseconds($0.percentiles.p95?.upper) },
            Column("p99_lower_ms") { .milliseconds($0.percentiles.p99?.lower) },
            Column("p99_upper_ms") { .milliseconds($0.percentiles.p99?.upper) },
        ]
    }

    /// The table has a column for each limit.
    private static func shares(_ count: Int) -> [Column<Entry>] {
        [
            Column("below", shape: .objects(count == 0 ? [] : ["ms", "share_low", "share_high"])) { entry in
                .objects(
                    entry.shares.map {
                        [
                            .milliseconds($0.milliseconds), .fraction(millionths: $0.low),
                            .fraction(millionths: $0.high),
                        ]
                    })
            }
        ] + (0..<count).map { place in Column(nil, "BELOW") { .share($0.shares[place]) } }
    }

    private static let errors: [Column<Entry>] = [
        Column("errors", "ERRORS") { .count($0.errors) },
        Column("error_share") { .fraction(millionths: $0.errorShare) },
    ]

    private static let counts: [Column<Entry>] = [
        Column("count", "COUNT") { .count($0.requests) },
        Column("per_minute", "PER MINUTE") { .rate($0.perMinute) },
    ]

    private static let tokens: [Column<Entry>] = [
        Column("requests", "REQUESTS") { .count($0.requests) },
        Column("tokens", "TOKENS") { .count($0.tokens) },
        Column("tokens_per_minute", "PER MINUTE") { .rate($0.tokensPerMinute) },
    ]
}
