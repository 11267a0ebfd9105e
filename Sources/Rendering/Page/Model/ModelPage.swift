import Latency
import Questions

/// The page at `/model`: one model over time.
package struct ModelPage {
    private let answer: ModelAnswer
    private let settings: PageSettings
    private let view: PageView

    package init(answer: ModelAnswer, settings: PageSettings, view: PageView) {
        self.answer = answer
        self.settings = settings
        self.view = view
    }

    private var wording: Strings { view.language.wording }
    private var model: Name { answer.status.model }
    private var time: PageTime { PageTime(settings.zone) }

    package var markup: Markup {
        let frame = PageFrame(
            settings: settings, view: view, health: answer.health, damages: answer.damages.warnings,
            title: "\(ModelName.text(model)) · \(wording.title)",
            address: { view.modelLink(model, hours: view.parameters.hours, language: $0) })
        return frame.document(heading: heading, content: answer.isUnknown ? unknown : content)
    }

    private var heading: Markup {
        """
        <div><nav class="back"><a href="\(view.statusLink())">← \(wording.back)</a></nav>\
        <h1>\(ModelName.markup(model))</h1>\
        \(SourceSwitch(answer.source.map { [$0] } ?? [], current: answer.source, view: view).markup)</div>
        """
    }

    private var unknown: Markup { "<section class=\"empty\"><h2>\(wording.unknownModel)</h2></section>" }

    private var content: Markup {
        let steps = ChartSteps(answer.history, model: model, zone: settings.zone)
        return """
            \(summary)
            <nav class="ranges" aria-label="\(wording.range)">\(PageRange.allCases.map(rangeLink))</nav>
            \(latencyChart(steps))
            \(requestsChart(steps))
            \(links)
            """
    }

    /// The newest window with traffic.
    private var summary: Markup {
        let entry = answer.status.entry
        let figures: [(String, Markup)] = [
            ("p95", LatencyCell.markup(entry, \.p95, wording)), ("p50", LatencyCell.markup(entry, \.p50, wording)),
            ("p99", LatencyCell.markup(entry, \.p99, wording)),
            (wording.mean, "<b>\(LatencyFormat.value(entry?.percentiles.mean))</b>"),
            (wording.requests, "<b>\(entry.map { DecimalText.grouped($0.requests) } ?? LatencyFormat.none)</b>"),
            (
                wording.asOf,
                entry.map { "<b>\(time.short($0.collectedAt, now: answer.history.request.end))</b>" }
                    ?? LatencyCell.markup(nil)
            ),
            (wording.quality, "<b>\(entry?.quality.name ?? LatencyFormat.none)</b>"),
        ]
        let list: [Markup] = figures.map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>" }
        let state = answer.status.state(settings.thresholds)
        return """
            <section class="summary \(state.rawValue)">\
            <div>\(StateBadge.markup(answer.status, settings.thresholds, wording))</div><dl>\(list)</dl></section>
            """
    }

    private func rangeLink(_ range: PageRange) -> Markup {
        let isCurrent = answer.history.request.hours == Double(range.hours)
        return """
            <a class="swap" id="range-\(range.hours)" href="\(view.modelLink(model, hours: String(range.hours)))"\
            \(isCurrent ? " aria-current=\"true\"" : "" as Markup)>\(wording.ranges[range] ?? "")</a>
            """
    }

    private var axis: TimeAxis {
        TimeAxis(start: answer.history.request.start, end: answer.history.request.end, zone: settings.zone)
    }

    private func latencyChart(_ steps: ChartSteps) -> Markup {
        let chart = LatencyChart(steps: steps, axis: axis, thresholds: settings.thresholds, wording: wording, id: "l")
        let values = answer.points.compactMap(\.percentiles.p95).sorted { $0.milliseconds < $1.milliseconds }
        let summary =
            values.isEmpty
            ? wording.noValues(of: answer.points)
            : wording.chartSummary(LatencyFormat.value(values[0]), LatencyFormat.value(values[values.count - 1]))
        return figure(
            id: "latency", title: wording.latency, hint: "\(wording.latencyHint) (\(wording.axisHint))",
            summary: summary, height: LatencyChart.height, drawing: chart.content,
            legend: ChartLegend(steps: steps, wording: wording).latency(chart),
            table: HistoryTables(steps: steps, axis: axis, time: time, wording: wording).latency)
    }

    private func requestsChart(_ steps: ChartSteps) -> Markup {
        let total = answer.points.lazy.map(\.requests).clampedSum
        return figure(
            id: "requests", title: wording.requests, hint: wording.requestsHint,
            summary: wording.requestsSummary(DecimalText.grouped(total)), height: RequestsChart.height,
            drawing: RequestsChart(steps: steps, axis: axis, id: "r").content,
            legend: ChartLegend(steps: steps, wording: wording).gaps,
            table: HistoryTables(steps: steps, axis: axis, time: time, wording: wording).requests)
    }

    private func figure(
        id: String, title: String, hint: String, summary: String, height: Int, drawing: Markup, legend: Markup,
        table: Markup
    ) -> Markup {
        let request = answer.history.request
        let range = "\(time.full(request.start)) – \(time.full(request.end))"
        return """
            <figure class="chart" id="\(id)"><figcaption><h2>\(title)</h2><p>\(summary)</p>\
            <small>\(range) · \(wording.step(request.step.rawValue)) · \(hint)</small></figcaption>
            \(legend)
            <div class="plot"><svg class="chart" width="100%" height="\(height)" role="img" tabindex="0" \
            aria-labelledby="\(id)-title \(id)-description"><title id="\(id)-title">\(title)</title>\
            <desc id="\(id)-description">\(summary). \(range)</desc>\(drawing)</svg></div>
            <details id="\(id)-table"><summary>\(wording.table)</summary><div class="scroll" tabindex="0" role="region" \
            aria-label="\(title)">\(table)</div></details></figure>
            """
    }

    /// Where to get the same as data, and what to put on other pages.
    private var links: Markup {
        let hours = view.parameters.hours ?? "24"
        let resources = [
            (wording.data, "api/metrics/history/", "history.json"), (wording.embed, "chart.svg", "chart.svg"),
            (wording.embed, "badge.svg", "badge.svg"),
        ]
        let list: [Markup] = resources.map { title, path, name in
            let address = view.resourceLink(path, model: model, hours: path == "badge.svg" ? nil : hours)
            return "<li>\(title): <a href=\"\(address)\">\(name)</a></li>"
        }
        return "<ul class=\"links\">\(list)</ul>"
    }
}
