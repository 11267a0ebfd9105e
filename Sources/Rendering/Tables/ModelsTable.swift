import Latency
import Questions
import Support

extension TableRendering {
    /// Two lines a model: its numbers, and below each percentile the bounds that surely hold it, or why there is none.
    func models(_ answer: ModelsAnswer) -> [String] {
        if let reason = answer.emptyReason { return [emptyLine(reason, when: "in that time")] }
        let columns = ModelsTable.columns(for: answer.models, labels: answer.labelNames)
        let table = Table(
            columns: columns.map { Table.Column(title: $0.title, alignment: $0.alignment, shrinks: $0.shrinks) },
            rows: answer.models.flatMap { model in
                let cells = columns.map { $0.cells(model) }
                return [cells.map(\.value), cells.map(\.below)]
            })
        let range = answer.range
        let time = "\(Timestamp.text(range.start, in: zone)) to \(Timestamp.text(range.end, in: zone))."
        let bounds = "Below each percentile stand the bounds that surely hold it."
        let isDoubtful = answer.models.contains { model in
            ([model.own] + model.cells.values).contains { $0.quality.map { $0 != .exact } ?? false }
        }
        let note = isDoubtful ? ["~ is not exact: see quality in the JSON."] : []
        return table.linesInParts(for: terminal).map(Self.withoutBlanks) + ["", time, bounds] + note
    }

    private static func withoutBlanks(_ line: String) -> String {
        var line = line
        while line.hasSuffix(" ") { line.removeLast() }
        return line
    }
}

/// The columns of the table that people look at first.
private enum ModelsTable {
    struct Column {
        let title: String
        var alignment = Table.Alignment.right
        var shrinks = false
        let cells: (ModelsAnswer.Model) -> (value: Table.Cell, below: Table.Cell)
    }

    /// Measures that no model has are left out, so that what was collected has room.
    static func columns(for models: [ModelsAnswer.Model], labels: [Name]) -> [Column] {
        func isMeasured(_ measure: Measure) -> Bool { models.contains { $0.cells[measure]?.why != .notMeasured } }
        func measure(_ measure: Measure, _ title: String, _ which: KeyPath<MeasureCell, Percentile?>) -> [Column] {
            guard isMeasured(measure) else { return [] }
            return [Column(title: title) { percentile($0.cells[measure] ?? $0.own, which) }]
        }
        let perToken = isMeasured(.tpot) || !isMeasured(.itl)
        let latencies =
            measure(.ttft, "TTFT P50", \.p50) + measure(.ttft, "TTFT P95", \.p95)
            + (perToken ? measure(.tpot, "TPOT P95", \.p95) : measure(.itl, "ITL P95", \.p95))
            + measure(.e2e, "E2E P95", \.p95)
        return [name(for: models)] + labels.indices.map { label($0, labels[$0]) } + [
            rate("REQ/MIN", \.requestsPerMinute)
        ]
            + (models.contains { $0.errorShare != nil } ? [errors()] : []) + latencies + others(of: models)
            + (models.contains { $0.outputTokensPerSecond != nil } ? [rate("TOK/S", \.outputTokensPerSecond)] : [])
    }

    /// What no table knows, and what has no other column.
    private static func others(of models: [ModelsAnswer.Model]) -> [Column] {
        let shown: Set<Name> = ["ttft", "tpot", "itl", "e2e", "requests", "errors", "input_tokens", "output_tokens"]
        guard models.contains(where: { !shown.contains($0.measure) }) else { return [] }
        func column(_ title: String, _ which: KeyPath<MeasureCell, Percentile?>) -> Column {
            Column(title: title) { shown.contains($0.measure) ? ("", "") : percentile($0.own, which) }
        }
        return [column("P50", \.p50), column("P95", \.p95)]
    }

    /// Of several sources the source stands below the model.
    private static func name(for models: [ModelsAnswer.Model]) -> Column {
        let isOfSeveral = Set(models.map(\.source)).count > 1
        return Column(title: "MODEL", alignment: .left, shrinks: true) { model in
            let name = model.displayName.map { TerminalText.harmless($0) } ?? TerminalText.modelName(model.model)
            let source = isOfSeveral ? model.source.map { "  " + TerminalText.harmless($0.name) } : nil
            return (Table.Cell(name), Table.Cell(source ?? ""))
        }
    }

    private static func label(_ place: Int, _ name: Name) -> Column {
        Column(title: TerminalText.harmless(Name(name.text.uppercased())), alignment: .left, shrinks: true) { model in
            (Table.Cell(TerminalText.modelName(model.labels[place])), "")
        }
    }

    private static func rate(_ title: String, _ value: @escaping (ModelsAnswer.Model) -> Double?) -> Column {
        Column(title: title) { (Table.Cell(value($0).map(DecimalText.rate) ?? LatencyFormat.none), "") }
    }

    private static func errors() -> Column {
        Column(title: "ERRORS") { model in
            let text = model.errorShare.map { DecimalText.percent(millionths: ($0 + 50) / 100 * 100) }
            return (Table.Cell(text ?? LatencyFormat.none), "")
        }
    }

    private static func percentile(
        _ cell: MeasureCell, _ which: KeyPath<MeasureCell, Percentile?>
    ) -> (value: Table.Cell, below: Table.Cell) {
        if let value = cell[keyPath: which] {
            let mark = cell.quality == .exact ? "" : "~"
            let style: TextStyle = which == \.p95 ? TextStyle(cell.verdict) : .plain
            let bracket = LatencyFormat.bracket(value).replacingScalars(" ", with: "")
            return (Table.Cell(LatencyFormat.value(value) + mark, style: style), Table.Cell(bracket))
        }
        switch cell.why {
        case .notMeasured: return ("not", "measured")
        case .notCollected: return ("not", "collected")
        case .noData: return ("no", "data")
        case .noTraffic: return ("no", "traffic")
        case .noBounds, nil:
            guard let mean = cell.mean else { return ("no", "bounds") }
            return (Table.Cell(LatencyFormat.value(mean)), "mean")
        }
    }
}

extension TextStyle {
    fileprivate init(_ verdict: LatencyVerdict?) {
        switch verdict?.severity {
        case .good: self = .good
        case .warning: self = .warning
        case .critical: self = .bad
        case .cannotTell, nil: self = .plain
        }
    }
}
