import Latency
import Questions

/// The page at `/`: every model at a glance.
package struct StatusPage {
    private let answer: StatusAnswer
    private let settings: PageSettings
    private let view: PageView
    private let measures: ModelsAnswer?
    private let objectives: SloAnswer?
    private let counts: CountsInTime?

    /// - Parameters:
    ///   - measures: all that is measured of the source; nil where that is one thing, which the page shows anyway.
    ///   - objectives: how they were kept; nil where there are none.
    ///   - counts: of what is counted; nil where the page is about times.
    package init(
        answer: StatusAnswer, measures: ModelsAnswer? = nil, objectives: SloAnswer? = nil, counts: CountsInTime? = nil,
        settings: PageSettings, view: PageView
    ) {
        self.answer = answer
        self.settings = settings
        self.view = view
        self.measures = measures
        self.objectives = objectives
        self.counts = counts
    }

    private var wording: Strings { view.language.wording }

    package var markup: Markup {
        let frame = PageFrame(
            settings: settings, view: view, health: answer.health, damages: damages, title: title,
            address: { view.statusLink(language: $0) })
        return frame.document(heading: heading, content: answer.rows.isEmpty ? empty : content)
    }

    private var damages: [String] {
        var damages = answer.damages
        if let objectives { damages.add(objectives.damages) }
        return damages.warnings
    }

    /// The states that want to be looked at go first, so that a tab tells them.
    private var title: String {
        let counts = [ModelState.danger, .warning].compactMap { state -> String? in
            let count = self.count(of: state)
            return count == 0 ? nil : "\(count) \(wording.states[state] ?? "")"
        }
        return ((answer.isCount ? [] : counts) + [name]).joined(separator: " · ")
    }

    /// What the page is called, and what it counts where those are no times.
    private var name: String {
        guard let counted else { return settings.title ?? wording.title }
        return [settings.title, counted].compactMap(\.self).joined(separator: " · ")
    }

    /// What is counted; nil where times are measured.
    private var counted: String? { answer.isCount ? answer.measure.map(wording.title) : nil }

    private func count(of state: ModelState) -> Int {
        answer.rows.count { $0.status.state(settings.thresholds(of: $0.status.model)) == state }
    }

    private var heading: Markup {
        """
        <div><h1>\(name)</h1>\(sources)</div>\
        \(asOf)
        """
    }

    private var sources: Markup {
        SourceSwitch(answer.sources, measures: answer.measures, current: answer.source, view: view).markup
    }

    private var asOf: Markup {
        guard let newest = answer.newest else { return "" }
        let time = PageTime(settings.zone)
        return """
            <p class="as-of">\(wording.asOf) <strong>\(time.short(newest, now: newest))</strong> \
            <small>\(time.full(newest))</small></p>
            """
    }

    private var content: Markup {
        if let counts, let counted {
            let table = CounterTable(answer: answer, counts: counts, title: counted, settings: settings, view: view)
            return list(table.markup, count: table.rows.count, note: "\(wording.countReference)")
        }
        let table = StatusTable(answer: answer, settings: settings, view: view)
        return """
            <ul class="states">\(StatusPage.tiles.map(tile))</ul>
            \(list(table.markup, count: table.rows.count, note: "\(wording.reference)\(doubt(in: table.rows))"))
            """
    }

    /// The table with what narrows it, and all that stands below it.
    private func list(_ table: Markup, count: Int, note: Markup) -> Markup {
        """
        <form class="filter" role="search" action="\(view.home)" method="get">\
        <label for="filter">\(wording.filter)</label>\
        <input id="filter" type="search" name="q" value="\(view.filter)" autocomplete="off"/>\
        \(hiddenChoices)<button type="submit">\(wording.filterHint)</button>\
        <output id="count" for="filter">\(wording.modelCount(count))</output></form>
        \(table)
        <p id="no-match"\(count == 0 ? "" : " hidden=\"hidden\"" as Markup)>\(wording.noMatch)</p>
        <p class="note">\(note)</p>
        \(kept)\(allMeasures)
        \(gone)
        """
    }

    private var kept: Markup {
        objectives.map { ObjectiveTable(answer: $0, settings: settings, view: view, known: known).markup } ?? ""
    }

    /// Of several sources the models of the one that is shown, whatever is measured of them.
    private var known: Set<Name>? {
        guard Set(answer.sources.map(\.name)).count > 1 else { return nil }
        return Set(answer.rows.map(\.status.model) + answer.gone + (measures?.models.map(\.model) ?? []))
    }

    private var allMeasures: Markup {
        measures.map { MeasureTable(answer: $0, settings: settings, view: view).markup } ?? ""
    }

    private static let tiles: [ModelState] = [.good, .warning, .danger, .cannotTell, .noTraffic, .noData]

    /// How many models are in a state, and what the state means.
    private func tile(_ state: ModelState) -> Markup {
        let count = self.count(of: state)
        return """
            <li class="\(state.rawValue)\(count == 0 ? " zero" : "")"><span class="count">\(count)</span> \
            \(StateBadge.markup(state, wording)) <small>\(meaning(of: state))</small></li>
            """
    }

    private func meaning(of state: ModelState) -> String {
        let good = settings.thresholds.warning.map(LatencyFormat.bound) ?? LatencyFormat.none
        let warning = settings.thresholds.critical.map(LatencyFormat.bound) ?? LatencyFormat.none
        let limit =
            switch state {
            case .good: wording.below(good)
            case .warning: wording.below(warning)
            case .danger: wording.atLeast(warning)
            case .cannotTell, .noTraffic, .noData: wording.stateMeanings[state] ?? ""
            }
        let goesByLimits = [.good, .warning, .danger].contains(state)
        return goesByLimits && settings.hasLimitsOfModels ? "\(limit), \(wording.unlessOwn)" : limit
    }

    /// What the sign for doubt means, where one is shown.
    private func doubt(in rows: [StatusAnswer.Row]) -> Markup {
        guard rows.contains(where: { $0.status.isDoubtful(settings.thresholds(of: $0.status.model)) }) else {
            return ""
        }
        return " \(StateBadge.doubt(wording)): \(wording.notSureMeaning)"
    }

    /// A form's address has only what is in the form.
    private var hiddenChoices: Markup {
        let choices = [
            ("lang", view.askedLanguage), ("source", view.parameters.source?.text), ("sort", view.order.asParameter),
            ("metric_name", view.parameters.metricName?.text), ("measure", view.parameters["measure"]),
            ("at", view.parameters.at),
        ]
        return Markup(
            choices.compactMap { name, value -> Markup? in
                value.map { "<input type=\"hidden\" name=\"\(name)\" value=\"\($0)\"/>" }
            })
    }

    private var gone: Markup {
        guard !answer.gone.isEmpty else { return "" }
        let links: [Markup] = answer.gone.map { model in
            "<li><a href=\"\(view.modelLink(model))\">\(ModelName.markup(model, as: settings.displayName(of: model)))</a></li>"
        }
        return """
            <details class="gone" id="gone"><summary>\(wording.gone): \(answer.gone.count)</summary><ul>\(links)</ul></details>
            """
    }

    private var empty: Markup {
        guard answer.health.overall.status != .noData else {
            return """
                <section class="empty"><h2>\(wording.neverCollected)</h2><p>\(wording.neverCollectedDetail)</p>\
                <pre><code>metricsctl collect --prometheus-url http://localhost:9090 --backfill 24h</code></pre></section>
                """
        }
        return "<section class=\"empty\"><h2>\(wording.noTrafficIn24Hours)</h2></section>\(kept)\(gone)"
    }
}
