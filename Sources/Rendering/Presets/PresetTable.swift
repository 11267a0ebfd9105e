import Latency

extension PresetRendering {
    /// All of them in a row each; one of them with its metrics.
    func table(_ presets: [Preset]) -> String {
        let lines = presets.count == 1 ? details(of: presets[0]) : overview(of: presets)
        return lines.map { $0 + "\n" }.joined()
    }

    // MARK: All

    private static let titles: [Measure: String] = [
        .e2e: "E2E", .ttft: "TTFT", .itl: "ITL", .tpot: "TPOT", .queue: "QUEUE", .prefill: "PRE", .decode: "DEC",
        .requests: "REQ", .errors: "ERR", .inputTokens: "IN", .outputTokens: "OUT",
    ]

    private func overview(of presets: [Preset]) -> [String] {
        let measured = presets.filter { !$0.measures.isEmpty }
        let table = Table(
            columns: [.init(title: "PRESET", alignment: .left, shrinks: true)]
                + Measure.allCases.map { .init(title: Self.titles[$0] ?? $0.rawValue, alignment: .left) },
            rows: measured.map { preset in
                [.init(preset.name)] + Measure.allCases.map { .init(mark(preset.measures[$0])) }
            })
        let others = presets.filter(\.measures.isEmpty).map(\.name)
        var lines = table.lines(for: terminal).map { $0.trimmingBlanks }
        guard !others.isEmpty else { return lines }
        lines.append("")
        lines += wrapped("Known, with none of these: \(others.joined(separator: ", ")).")
        lines += wrapped("Metrics, labels and traps of one: metricsctl presets NAME.")
        return lines
    }

    private func mark(_ measure: PresetMeasure?) -> String {
        guard let kind = measure?.preferred.kind else { return "" }
        switch kind {
        case .histogram, .counter: return "yes"
        case .sum, .summary: return "mean"
        // Nothing reads them yet.
        case .gauge, .ranges, .nothing: return "no"
        }
    }

    // MARK: One

    private func details(of preset: Preset) -> [String] {
        var lines = [terminal.styled("\(preset.name): \(preset.server)", .heading)]
        if preset.measures.isEmpty { return lines + wrapped("It has none of the measures.") }
        for measure in preset.orderedMeasures {
            lines.append("")
            lines += details(of: measure)
        }
        return lines
    }

    private func details(of measure: PresetMeasure) -> [String] {
        let metric = measure.preferred
        var lines = [terminal.styled("\(measure.measure.rawValue): \(quantity(of: metric))", .heading)]
        lines.append("  \(metric.name)")
        if let count = metric.countMetric { lines.append("  / \(count)") }
        lines += measure.alternatives.map { "  or \($0.name)\($0.use == .older ? ", older" : "")" }
        lines += measure.further.map { "  not \($0.name)\(part($0.selector))" }
        var facts: [String] = []
        facts.append(metric.modelLabel.map { "model label \($0)" } ?? "no model label")
        if let selector = metric.selector { facts.append("of \(selector) alone") }
        if let label = metric.classLabel { facts.append("classes by \(label)") }
        if let classes = metric.clientClasses { facts.append("the client's own doing: \(classes)") }
        if let errors = metric.errorsInLatency { facts.append(told(errors)) }
        lines += wrapped(facts.joined(separator: "; "), indent: 2)
        for trap in metric.traps { lines += wrapped("It \(trap.text).", indent: 2) }
        return lines
    }

    private func quantity(of metric: KnownMetric) -> String {
        let unit = metric.unitName.map { " in \($0)" } ?? ""
        return metric.kind == .counter ? metric.kindName : metric.kindName + unit
    }

    private func part(_ selector: String?) -> String { selector.map { "{\($0)}" } ?? "" }

    private func told(_ errors: KnownMetric.ErrorsInLatency) -> String {
        switch errors {
        case .yes: "failed requests are in it"
        case .no: "failed requests are not in it"
        case .unknown: "whether failed requests are in it is unknown"
        }
    }

    private func wrapped(_ text: String, indent: Int = 0) -> [String] {
        Wrapping.lines(of: text, width: terminal.width, indent: indent)
    }
}

extension String {
    /// Without blanks at its end, which the last columns of a row may be.
    fileprivate var trimmingBlanks: String {
        String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)])
    }
}

extension Renderer {
    /// What is known of servers; there is no plot of it.
    package func text(of presets: [Preset]) -> String {
        let rendering = PresetRendering(terminal: terminal)
        return switch format {
        case .table, .plot: rendering.table(presets)
        case .json: rendering.json(presets)
        case .csv: rendering.csv(presets)
        }
    }
}
