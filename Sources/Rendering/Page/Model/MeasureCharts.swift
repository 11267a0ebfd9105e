import Latency
import Questions

/// The charts of one measure of a model, with their tables.
struct MeasureCharts {
    let model: Name
    let history: HistoryAnswer
    let thresholds: LatencyThresholds
    let settings: PageSettings
    let wording: Strings
    /// What the ids of its elements end in; empty for what the page is about.
    var suffix = ""
    var events = ChartEvents()

    private var time: PageTime { PageTime(settings.zone) }
    private var points: [HistoryAnswer.Point] { history.models.first?.points ?? [] }
    private var steps: ChartSteps { ChartSteps(history, model: model, zone: settings.zone) }
    private var axis: TimeAxis {
        TimeAxis(start: history.request.start, end: history.request.end, zone: settings.zone)
    }

    /// Percentiles.
    func latency(_ title: String) -> Markup {
        let steps = steps
        let id = "l\(suffix)"
        let chart = LatencyChart(
            steps: steps, axis: axis, thresholds: thresholds, wording: wording, id: id, events: events)
        let values = points.compactMap(\.percentiles.p95).sorted { $0.milliseconds < $1.milliseconds }
        let summary =
            values.isEmpty
            ? wording.noValues(of: points)
            : wording.chartSummary(LatencyFormat.value(values[0]), LatencyFormat.value(values[values.count - 1]))
        return figure(
            id: "latency\(suffix)", title: title, hint: "\(wording.latencyHint) (\(wording.axisHint))",
            summary: summary, height: LatencyChart.height, drawing: chart.content,
            legend: ChartLegend(steps: steps, wording: wording, id: id).latency(chart),
            table: HistoryTables(steps: steps, axis: axis, time: time, wording: wording).latency)
    }

    /// What is counted.
    func counts(
        _ title: String, hint: String, summary: (_ total: String) -> String,
        of count: @escaping (HistoryAnswer.Point) -> Int
    ) -> Markup {
        let steps = steps
        let id = "r\(suffix)"
        let total = points.lazy.map(count).clampedSum
        return figure(
            id: "requests\(suffix)", title: title, hint: hint, summary: summary(DecimalText.grouped(total)),
            height: RequestsChart.height,
            drawing: RequestsChart(steps: steps, axis: axis, id: id, count: count, events: events).content,
            legend: ChartLegend(steps: steps, wording: wording, id: id).gaps,
            table: HistoryTables(steps: steps, axis: axis, time: time, wording: wording).counts(title, of: count))
    }

    private func figure(
        id: String, title: String, hint: String, summary: String, height: Int, drawing: Markup, legend: Markup,
        table: Markup
    ) -> Markup {
        let request = history.request
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
}
