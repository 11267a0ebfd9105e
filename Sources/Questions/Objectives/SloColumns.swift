import Latency
import Objectives

extension SloQuestion {
    package static let columns: [Column<SloAnswer.Entry>] = asked + judged + explained

    /// What was asked about.
    private static let asked: [Column<SloAnswer.Entry>] = [
        Column("objective", "OBJECTIVE", .left) { .name($0.objective) },
        Column("model", "MODEL", .leftShrinking) { .model($0.model) },
        .labels { $0.labels },
        Column("measure", "MEASURE", .left) { .name($0.measure) },
        Column("below_ms", "LIMIT") { .milliseconds($0.below) },
        Column("target", "TARGET") { .fraction(millionths: $0.target.millionths) },
        Column("start", "FROM", .left, in: ["period"]) { .time($0.period.start) },
        Column("end", in: ["period"]) { .time($0.period.end) },
        Column("complete", in: ["period"]) { .flag($0.period.isComplete) },
    ]

    /// What it came to.
    private static let judged: [Column<SloAnswer.Entry>] = [
        Column(nil, "GOOD") { .fractions(low: $0.share?.low.roundedDown, high: $0.share?.high.roundedUp) },
        Column("share_low") { .fraction(millionths: $0.share?.low.roundedDown) },
        Column("share_high") { .fraction(millionths: $0.share?.high.roundedUp) },
        Column("good_low") { .count($0.good.low) },
        Column("good_high") { .count($0.good.high) },
        Column("requests", "REQUESTS") { .count($0.isOfIntervals ? nil : $0.requests) },
        Column("errors", "ERRORS") { .count($0.errors) },
        Column("verdict", "VERDICT", .left) { .word($0.verdict.name, tone($0.verdict)) },
        Column("reason", "WHY", .left) { .text($0.verdict.reason?.rawValue) },
        Column(nil, "BUDGET LEFT") { .fractions(low: $0.budgetLeft?.low, high: $0.budgetLeft?.high) },
        Column("budget_left_low") { .fraction(millionths: $0.budgetLeft?.low) },
        Column("budget_left_high") { .fraction(millionths: $0.budgetLeft?.high) },
        Column("burn", shape: .objects(["long", "short", "factor", "long_burn", "short_burn", "firing"])) {
            .objects($0.burn.map(cells))
        },
    ]

    /// What it rests on, and what would make it surer.
    private static let explained: [Column<SloAnswer.Entry>] = [
        Column("excluded_windows", "EXCLUDED") { .count($0.excludedWindows) },
        Column("coverage", "COVERAGE") { .fraction(millionths: $0.coverage.map { Int(($0 * 1e6).rounded(.down)) }) },
        Column("quality", "QUALITY", .left) { .quality($0.quality) },
        Column("lost_high") { .count($0.lost) },
        Column("exact_below_ms") { .milliseconds($0.nearest?.below) },
        Column("exact_above_ms") { .milliseconds($0.nearest?.above) },
        Column("observations") { .count($0.isOfIntervals ? $0.requests : nil) },
        Column("further_reason") { .text($0.reasons.dropFirst().first?.rawValue) },
    ]

    private static func tone(_ verdict: Verdict) -> Cell.Tone {
        switch verdict {
        case .met: .plain
        case .notMet: .bad
        case .cannotTell: .warning
        }
    }

    private static func cells(_ burn: BurnRate) -> [Cell] {
        [
            .text(span(burn.pair.long)), .text(span(burn.pair.short)), .rate(burn.factor), .rate(burn.long),
            .rate(burn.short), .flag(burn.isFiring),
        ]
    }

    /// Seconds as people write spans: `5m`, `6h`, `3d`.
    package static func span(_ seconds: Int) -> String {
        if seconds % 86_400 == 0 { return "\(seconds / 86_400)d" }
        return seconds % 3600 == 0 ? "\(seconds / 3600)h" : "\(seconds / 60)m"
    }
}
