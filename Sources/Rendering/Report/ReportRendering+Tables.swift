import Latency
import Objectives
import Questions
import Support

extension ReportRendering {
    var tables: [ReportTable] {
        let cells = ReportCells(zone: zone, rules: rules)
        return [
            ReportTable(
                "Objectives", key: "objectives", SloQuestion.columns, shown: Self.objectives, names: 2,
                answer.slo.entries,
                remarks: explanation, cells),
            ReportTable(
                "Latencies", key: "latencies", ReportAnswer.columns, shown: Self.latencies, names: 2, answer.rows,
                sorted: Self.inOrder(answer.rows) { $0.measure }, cells),
            ReportTable("Marks", key: "marks", MarksQuestion.columns, answer.marks, cells),
            ReportTable("Exclusions", key: "exclusions", ExclusionsQuestion.columns, answer.exclusions, cells),
        ]
    }

    /// Whole requests first, then what they consist of, as everywhere else.
    static func inOrder<Row>(_ rows: [Row], _ measure: (Row) -> Name) -> [Row] {
        let places = Dictionary(uniqueKeysWithValues: Measure.allCases.enumerated().map { (Name($1.rawValue), $0) })
        return rows.enumerated().sorted { left, right in
            let (first, second) = (places[measure(left.element)] ?? .max, places[measure(right.element)] ?? .max)
            return first == second ? left.offset < right.offset : first < second
        }.map(\.element)
    }

    // MARK: Columns that people read

    private static let objectives: [Column<SloAnswer.Entry>] = [
        Column(nil, "OBJECTIVE", .leftShrinking) { .name($0.objective) },
        Column(nil, "MODEL", .leftShrinking) { .model($0.model) },
        Column(nil, "PROMISED", .left) { entry in
            let target = DecimalText.percent(millionths: entry.target.millionths)
            let measure = name(of: entry.measure)
            let isKnown = Measure(rawValue: entry.measure.text) != nil
            let what = isKnown ? measure.prefix(1).lowercased() + measure.dropFirst() : measure
            return .text("\(target): \(what) up to \(LatencyFormat.bound(entry.below))")
        },
        Column(nil, "KEPT") { .fractions(low: $0.share?.low.roundedDown, high: $0.share?.high.roundedUp) },
        Column(nil, "REQUESTS") { .count($0.requests) },
        Column(nil, "ERRORS") { .count($0.errors) },
        Column(nil, "VERDICT", .left) { .text(words($0.verdict)) },
        Column(nil, "BUDGET LEFT") { .fractions(low: $0.budgetLeft?.low, high: $0.budgetLeft?.high) },
        Column(nil, "COVERAGE") { .fraction(millionths: $0.coverage.map { Int(($0 * 1e6).rounded(.down)) }) },
    ]

    private static let latencies: [Column<ReportAnswer.Row>] = [
        Column(nil, "MEASURE", .leftShrinking) { .text(name(of: $0.measure)) },
        Column(nil, "MODEL", .leftShrinking) { .model($0.model) },
        Column(nil, "REQUESTS") { row in
            row.isOfIntervals ? .text("\(DecimalText.grouped(row.requests)) intervals") : .count(row.requests)
        },
        Column(nil, "MEAN") { .milliseconds($0.percentiles.mean) },
        Column(nil, "P50") { .percentileOfRequests($0.percentiles.p50) },
        Column(nil, "BETWEEN") { .bracket($0.percentiles.p50) },
        Column(nil, "P95") { .percentileOfRequests($0.percentiles.p95) },
        Column(nil, "BETWEEN") { .bracket($0.percentiles.p95) },
        Column(nil, "P99") { .percentileOfRequests($0.percentiles.p99) },
        Column(nil, "BETWEEN") { .bracket($0.percentiles.p99) },
        Column(nil, "COVERAGE") { .fraction(millionths: $0.coverage) },
        Column(nil, "QUALITY", .left) { .quality($0.quality) },
    ]

    /// A measure as people read it.
    static func name(of measure: Name) -> String { Language.english.wording.title(of: measure) }

    private static func words(_ verdict: Objectives.Verdict) -> String {
        switch verdict {
        case .met: "met"
        case .notMet: "not met"
        case .cannotTell(.running): "not over"
        case .cannotTell: "cannot tell"
        }
    }

    // MARK: Below the objectives

    /// Goodput, burn rates, and what would tell where nobody can: once for all that it is true of.
    private var explanation: [String] {
        let text = TableRendering(zone: zone, terminal: .none)
        let cells = ReportCells(zone: zone, rules: rules)
        var doubts: [(what: String, names: [String])] = []
        for entry in answer.slo.entries {
            guard let what = text.doubt(entry) else { continue }
            let objective = entry.objective.map { "\(TerminalText.harmless($0)) of " } ?? ""
            let name = objective + cells.model(entry.model)
            if let place = doubts.firstIndex(where: { $0.what == what }) {
                if !doubts[place].names.contains(name) { doubts[place].names.append(name) }
            } else {
                doubts.append((what, [name]))
            }
        }
        return text.facts(answer.slo, model: cells.model)
            + doubts.map {
                "\($0.what.prefix(1).uppercased() + $0.what.dropFirst()): \($0.names.joined(separator: ", "))."
            }
    }
}
