import Latency
import Questions

/// The page at `/model`: one model over time.
package struct ModelPage {
    private let answer: ModelAnswer
    private let comparison: CompareAnswer.Entry?
    private let objectives: SloAnswer?
    private let settings: PageSettings
    private let view: PageView

    /// - Parameters:
    ///   - comparison: with last week; nil where none is shown.
    ///   - objectives: how they were kept, of all models; nil where there are none.
    package init(
        answer: ModelAnswer, comparison: CompareAnswer.Entry? = nil, objectives: SloAnswer? = nil,
        settings: PageSettings, view: PageView
    ) {
        self.answer = answer
        self.comparison = comparison
        self.objectives = objectives
        self.settings = settings
        self.view = view
    }

    private var wording: Strings { view.language.wording }
    private var model: Name { answer.status.model }
    private var time: PageTime { PageTime(settings.zone) }
    private var thresholds: LatencyThresholds { settings.thresholds(of: model) }
    private var displayName: String? { settings.displayName(of: model) }
    /// Whether there is nothing to tell of it.
    package var isUnknown: Bool { answer.isUnknown }

    package var markup: Markup {
        let frame = PageFrame(
            settings: settings, view: view, health: answer.health, damages: answer.damages.warnings,
            title: "\(ModelName.text(model, as: displayName)) · \(settings.title ?? counted ?? wording.title)",
            address: { view.modelLink(model, hours: view.parameters.hours, language: $0) })
        return frame.document(heading: heading, content: isUnknown ? unknown : content)
    }

    private var heading: Markup {
        """
        <div><nav class="back"><a href="\(view.statusLink())">← \(wording.back)</a></nav>\
        <h1>\(ModelName.markup(model, as: displayName))</h1>\(wholeName)\
        \(sources)\(labels)</div>
        """
    }

    /// The name as servers have it, where people are shown another one.
    private var wholeName: Markup {
        displayName == nil ? "" : "<p class=\"source\"><code>\(TerminalText.modelName(model))</code></p>"
    }

    /// What is shown, and the other sources that know the model.
    private var sources: Markup {
        let names = answer.sourceNames
        let shown = SourceSwitch(answer.source.map { [$0] } ?? [], current: answer.source, view: view).markup
        guard let current = answer.source?.name else { return shown }
        if names.count < 2, answer.hasSeveralSources {
            return "<p class=\"source\">\(TerminalText.harmless(current))</p>\(shown)"
        }
        if names.count < 2 { return shown }
        let links: [Markup] = names.map { name in
            """
            <a href="\(view.modelLink(model, in: name, hours: view.parameters.hours))"\
            \(name == current ? " aria-current=\"true\"" : "" as Markup)>\(TerminalText.harmless(name))</a>
            """
        }
        return "\(shown)<nav class=\"sources\" aria-label=\"\(wording.source)\">\(links)</nav>"
    }

    private var labels: Markup { LabelSwitch(labels: answer.labels, model: model, view: view).markup }

    private var unknown: Markup { "<section class=\"empty\"><h2>\(wording.unknownModel)</h2></section>" }

    private var content: Markup {
        """
        \(summary)
        \(measures)\(kept)
        <nav class="ranges" aria-label="\(wording.range)">\(PageRange.allCases.map(rangeLink))</nav>
        \(charts)
        \(links)
        """
    }

    /// What is counted; nil where times are measured.
    private var counted: String? { answer.isCount ? answer.measure.map(wording.title) : nil }

    /// The newest window with traffic.
    private var summary: Markup {
        let entry = answer.status.entry
        let percentiles: [(String, Markup)] = [
            ("p95", LatencyCell.markup(entry, \.p95, wording)), ("p50", LatencyCell.markup(entry, \.p50, wording)),
            ("p99", LatencyCell.markup(entry, \.p99, wording)),
            (wording.mean, "<b>\(LatencyFormat.value(entry?.percentiles.mean))</b>"),
        ]
        let count = entry.map { entry in answer.shown?.count(of: entry) ?? entry.requests }
        let figures: [(String, Markup)] =
            (answer.isCount ? [] : percentiles) + [
                (requests, "<b>\(count.map(DecimalText.grouped) ?? LatencyFormat.none)</b>"),
                (
                    wording.asOf,
                    entry.map { "<b>\(time.short($0.collectedAt, now: answer.history.request.end))</b>" }
                        ?? LatencyCell.markup(nil)
                ),
                (wording.quality, "<b>\(entry?.quality.name ?? LatencyFormat.none)</b>"),
            ]
        let list: [Markup] = figures.map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>" }
        guard !answer.isCount else { return "<section class=\"summary\"><dl>\(list)</dl></section>" }
        let state = answer.status.state(thresholds)
        return """
            <section class="summary \(state.rawValue)">\
            <div>\(StateBadge.markup(answer.status, thresholds, wording))</div><dl>\(list)</dl></section>
            """
    }

    private func rangeLink(_ range: PageRange) -> Markup {
        let isCurrent = answer.history.request.hours == Double(range.hours)
        return """
            <a class="swap" id="range-\(range.hours)" href="\(view.modelLink(model, hours: String(range.hours)))"\
            \(isCurrent ? " aria-current=\"true\"" : "" as Markup)>\(wording.ranges[range] ?? "")</a>
            """
    }

    private var charts: Markup {
        let charts = MeasureCharts(
            model: model, history: answer.history, thresholds: thresholds, settings: settings, wording: wording,
            events: events)
        let isAlone = answer.others.isEmpty
        let title = isAlone ? wording.latency : answer.measure.map(wording.title) ?? wording.latency
        let others = OtherMeasures(
            measures: answer.others, model: model, settings: settings, view: view, events: events)
        return """
            \(compared)\
            \(answer.isCount ? "" : charts.latency(title))
            \(EventList(events: events, language: view.language, time: time).markup)\
            \(counts(charts))
            \(others.charts)
            """
    }

    private var events: ChartEvents { ChartEvents(of: answer) }

    private var compared: Markup {
        guard let comparison else { return "" }
        return "\(ComparisonSection(entry: comparison, language: view.language).markup)\n"
    }

    private var kept: Markup {
        objectives.map { ObjectiveTable(answer: $0, settings: settings, view: view, model: model).markup } ?? ""
    }

    private func counts(_ charts: MeasureCharts) -> Markup {
        guard counted == nil, !settings.countsIntervals else {
            return charts.counts(requests, hint: wording.countHint, summary: wording.countSummary) { point in
                answer.shown?.count(of: point) ?? point.requests
            }
        }
        return charts.counts(requests, hint: wording.requestsHint, summary: wording.requestsSummary, of: \.requests)
    }

    /// What is counted.
    private var requests: String {
        counted ?? (settings.countsIntervals ? wording.intervals : wording.requests)
    }

    /// The numbers of all measures.
    private var measures: Markup {
        guard let shown = answer.shown else { return "" }
        return OtherMeasures(measures: answer.others, model: model, settings: settings, view: view).table(shown: shown)
    }

    /// The same choices, and what was chosen for those who made none: the API does not choose as a page does.
    private var ownView: PageView {
        guard let source = answer.source else { return view }
        var own = view
        if answer.hasSeveralSources { own.parameters.source = source.name }
        let first = answer.sources.first { $0.name == source.name }
        if own.parameters["measure"] == nil, source != first { own.parameters.metricName = source.metric }
        return own
    }

    /// Where to get the same as data, and what to put on other pages.
    private var links: Markup {
        let (own, hours) = (ownView, view.parameters.hours ?? "24")
        // Charts and badges are of times.
        let pictures = answer.isCount ? [] : ["chart.svg", "badge.svg"].map { (wording.embed, $0, $0) }
        let resources = [(wording.data, "api/metrics/history/", "history.json")] + pictures
        let list: [Markup] = resources.map { title, path, name in
            let address = own.resourceLink(path, model: model, hours: path == "badge.svg" ? nil : hours)
            return "<li>\(title): <a href=\"\(address)\">\(name)</a></li>"
        }
        return "<ul class=\"links\">\(list)</ul>"
    }
}
