import Latency
import Questions

/// What was measured of every model of a source in the last hour: the table that `models` prints, with a word where there is
/// no number.
struct MeasureTable {
    let answer: ModelsAnswer
    let settings: PageSettings
    let view: PageView

    private struct Column {
        let title: String
        let cell: (ModelsAnswer.Model) -> Markup
    }

    private var wording: Strings { view.language.wording }

    /// One entry a model, of those whose names are asked for.
    private var models: [ModelsAnswer.Model] {
        var seen: Set<Name> = []
        return answer.models.filter { model in
            settings.isNamed(model.model, like: view.filter) && seen.insert(model.model).inserted
        }
    }

    var markup: Markup {
        let (models, columns) = (models, columns)
        guard !models.isEmpty else { return "" }
        let titles: [Markup] = columns.map {
            "<th scope=\"col\" role=\"columnheader\" class=\"number\">\($0.title)</th>"
        }
        let time = PageTime(settings.zone)
        return """
            <section class="all-measures"><h2>\(wording.allMeasures)</h2>\
            <p class="note"><span class="whole">\(time.full(answer.range.start))</span> – \
            <span class="whole">\(time.full(answer.range.end))</span></p>
            <table id="measures" class="models measures" role="table"><caption class="hidden">\(wording.allMeasures)</caption>\
            <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">\(wording.model)</th>\(titles)</tr></thead>
            <tbody role="rowgroup">\(models.map { row($0, columns) })</tbody></table>\(legend(of: models))</section>
            """
    }

    /// What the signs mean that are shown beside a p95.
    private func legend(of models: [ModelsAnswer.Model]) -> Markup {
        let cells = models.flatMap { model in [model.own] + Self.judged.compactMap { model.cells[$0] } }
        let states = Set(cells.compactMap { Self.state($0.verdict) }).sorted()
        guard !states.isEmpty else { return "" }
        let signs: [Markup] = states.map { state in
            "<li>\(sign(state, "")) \(wording.states[state] ?? "")</li>"
        }
        return "<ul class=\"legend\">\(signs)<li>\(wording.signsMeaning)</li></ul>"
    }

    /// Those whose p95 has a column.
    private static let judged: [Measure] = [.ttft, .tpot, .itl, .e2e]

    private func row(_ model: ModelsAnswer.Model, _ columns: [Column]) -> Markup {
        let cells: [Markup] = columns.map {
            "<td role=\"cell\" class=\"number\" data-label=\"\($0.title)\">\($0.cell(model))</td>"
        }
        let name = ModelName.markup(model.model, as: settings.displayName(of: model.model))
        return """
            <tr role="row"><th scope="row" role="rowheader"><a href="\(view.modelLink(model.model))">\(name)</a></th>\
            \(cells)</tr>

            """
    }

    /// Those that any model has something in.
    private var columns: [Column] {
        func isMeasured(_ measure: Measure) -> Bool {
            answer.models.contains { $0.cells[measure].map { $0.why != .notMeasured } ?? false }
        }
        func column(
            _ measure: Measure, _ name: String, _ which: KeyPath<MeasureCell, Percentile?> = \.p95
        ) -> [Column] {
            let title = "\(wording.measures[measure] ?? "") \(name)"
            return isMeasured(measure) ? [Column(title: title) { percentile($0.cells[measure] ?? $0.own, which) }] : []
        }
        let rates =
            [Column(title: wording.requestsPerMinute) { rate($0.requestsPerMinute) }]
            + (answer.models.contains { $0.errorShare != nil }
                ? [Column(title: wording.measures[.errors] ?? "") { errors($0.errorShare) }] : [])
        let latencies =
            column(.ttft, "p50", \.p50) + column(.ttft, "p95") + column(.tpot, "p95")
            + (isMeasured(.tpot) ? [] : column(.itl, "p95")) + column(.e2e, "p95")
        let tokens =
            answer.models.contains { $0.outputTokensPerSecond != nil }
            ? [Column(title: wording.tokensPerSecond) { rate($0.outputTokensPerSecond) }] : []
        return rates + latencies + tokens
    }

    private func rate(_ value: Double?) -> Markup {
        value.map { "<b>\(DecimalText.rate($0))</b>" } ?? LatencyCell.markup(nil)
    }

    private func errors(_ share: Int?) -> Markup {
        share.map { "<b>\(DecimalText.percent(millionths: ($0 + 50) / 100 * 100))</b>" } ?? LatencyCell.markup(nil)
    }

    private func percentile(_ cell: MeasureCell, _ which: KeyPath<MeasureCell, Percentile?>) -> Markup {
        guard let value = cell[keyPath: which] else { return reason(cell) }
        let sign = which == \.p95 ? severity(cell.verdict) : ""
        guard let quality = cell.quality, quality != .exact else { return "\(sign)\(LatencyCell.markup(value))" }
        return "\(sign)\(LatencyCell.markup(value)) <small class=\"quality\">\(quality.name)</small>"
    }

    /// What wants to be looked at, as a shape and a word.
    private func severity(_ verdict: LatencyVerdict?) -> Markup {
        guard let state = Self.state(verdict), let word = wording.states[state] else { return "" }
        return sign(state, "<span class=\"hidden\">\(word)</span>")
    }

    private func sign(_ state: ModelState, _ word: Markup) -> Markup {
        "<span class=\"sign-of \(state.rawValue)\">\(StateBadge.icon(state))\(word)</span>"
    }

    private static func state(_ verdict: LatencyVerdict?) -> ModelState? {
        switch verdict?.severity {
        case .warning: .warning
        case .critical: .danger
        case .good, .cannotTell, nil: nil
        }
    }

    private func reason(_ cell: MeasureCell) -> Markup {
        if cell.why == .noBounds, let mean = cell.mean {
            return "<b>\(LatencyFormat.value(mean))</b> <small>\(wording.mean)</small>"
        }
        let word =
            switch cell.why {
            case .notMeasured: wording.notMeasured
            case .notCollected: wording.notCollected
            case .noData: wording.noData
            case .noTraffic: wording.noTraffic
            case .noBounds, nil: wording.unknown
            }
        return "<span class=\"none\">\(word)</span>"
    }
}
