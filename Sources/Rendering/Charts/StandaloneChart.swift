import Latency
import Questions

/// The latency chart of one model as a picture of its own, for wikis and reports; it follows the reader's choice of light or
/// dark where it is shown.
package struct StandaloneChart {
    private let answer: ModelAnswer
    private let settings: PageSettings
    private let wording: Strings
    private let measure: Name?

    /// - Parameter measure: what it is called by beside the model; nil where nobody asked for one.
    package init(answer: ModelAnswer, settings: PageSettings, language: Language, measure: Name? = nil) {
        self.answer = answer
        self.settings = settings
        wording = language.wording
        self.measure = measure
    }

    private static let width = 960
    private static let head = 64

    package var markup: Markup {
        let request = answer.history.request
        let axis = TimeAxis(start: request.start, end: request.end, zone: settings.zone)
        let steps = ChartSteps(answer.history, model: answer.status.model, zone: settings.zone)
        let chart = LatencyChart(
            steps: steps, axis: axis, thresholds: settings.thresholds(of: answer.status.model), wording: wording,
            id: "l", events: ChartEvents(of: answer))
        let shown = ModelName.text(
            answer.status.model, as: settings.displayName(of: answer.status.model))
        let name = measure.map { "\(shown) · \(wording.title(of: $0))" } ?? shown
        let time = PageTime(settings.zone)
        let range = "\(time.full(request.start)) – \(time.full(request.end))"
        let height = StandaloneChart.head + LatencyChart.height + 8
        return """
            <svg xmlns="http://www.w3.org/2000/svg" class="chart standalone" width="\(StandaloneChart.width)" \
            height="\(height)" viewBox="0 0 \(StandaloneChart.width) \(height)" role="img" aria-label="\(name): \(summary)">\
            <title>\(name): \(summary)</title><style>\(PageResource.chartStyle)</style>\
            <rect class="paper" width="100%" height="100%"/>\
            <text class="heading" x="20" y="30">\(name)</text>\
            <text class="subheading" x="20" y="50">\(summary) · \(range) · \(wording.step(request.step.rawValue))</text>\
            <svg x="20" y="\(StandaloneChart.head)" width="\(StandaloneChart.width - 40)" height="\(LatencyChart.height)">\
            \(chart.content)</svg></svg>

            """
    }

    private var summary: String {
        answer.damages.isEmpty ? values : "\(values) (\(wording.damagedWord))"
    }

    private var values: String {
        let values = answer.points.compactMap(\.percentiles.p95).sorted { $0.milliseconds < $1.milliseconds }
        guard let first = values.first, let last = values.last else { return wording.noValues(of: answer.points) }
        return wording.chartSummary(LatencyFormat.value(first), LatencyFormat.value(last))
    }
}
