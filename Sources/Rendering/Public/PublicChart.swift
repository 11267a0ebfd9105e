import Latency
import Questions

/// The percentiles of one public model over a day or a month.
struct PublicChart {
    let model: PublicAnswer.Model
    let range: PublicRange
    /// nil where nothing is known of the model.
    let history: HistoryAnswer?
    let view: PublicView

    private static let width = 960
    private static let head = 64

    private var points: [HistoryAnswer.Point] {
        history?.models.first { $0.model == QuestionScope.allModels }?.points ?? []
    }

    private var title: String { "\(view.measure(model.measure)): \(view.language["chart.\(range.rawValue)"])" }

    private var summary: String {
        let values = points.compactMap(\.percentiles.p95).sorted { $0.milliseconds < $1.milliseconds }
        guard let first = values.first, let last = values.last else { return view.language["chart.empty"] }
        return view.language.text(
            "chart.summary", ["lowest": LatencyFormat.value(first), "highest": LatencyFormat.value(last)])
    }

    private func drawing(_ history: HistoryAnswer) -> Markup {
        let zone = view.site.settings.zone
        let axis = TimeAxis(start: history.request.start, end: history.request.end, zone: zone)
        let steps = ChartSteps(history, model: QuestionScope.allModels, zone: zone)
        // Its lines alone are of interest, and what is no text of a language: limits are told by the bars.
        return LatencyChart(
            steps: steps, axis: axis, thresholds: .above(warning: nil, critical: nil), wording: .english,
            id: "l\(range.rawValue)"
        ).content
    }

    /// Inside a page.
    var figure: Markup {
        guard let history, !points.isEmpty else {
            return
                "<figure class=\"chart\"><figcaption><h2>\(title)</h2><p>\(view.language["chart.empty"])</p></figcaption></figure>"
        }
        let id = "c\(range.rawValue)"
        return """
            <figure class="chart"><figcaption><h2>\(title)</h2><p>\(summary)</p></figcaption>
            <div class="plot"><svg class="chart" width="100%" height="\(LatencyChart.height)" role="img" \
            aria-labelledby="\(id)-title \(id)-text"><title id="\(id)-title">\(title)</title>\
            <desc id="\(id)-text">\(summary)</desc>\(drawing(history))</svg></div></figure>
            """
    }

    /// As a picture of its own.
    var standalone: Markup {
        let height = Self.head + LatencyChart.height + 8
        let name = Truncation.middle(of: TerminalText.harmless(model.model.name), toWidth: 60)
        let chart = history.map(drawing) ?? ""
        return """
            <svg xmlns="http://www.w3.org/2000/svg" class="chart standalone" width="\(Self.width)" height="\(height)" \
            viewBox="0 0 \(Self.width) \(height)" role="img" aria-label="\(name): \(title). \(summary)">\
            <title>\(name): \(title). \(summary)</title><style>\(PageResource.chartStyle)</style>\
            <rect class="paper" width="100%" height="100%"/><text class="heading" x="20" y="30">\(name)</text>\
            <text class="subheading" x="20" y="50">\(title) · \(summary) · \(view.zone)</text>\
            <svg x="20" y="\(Self.head)" width="\(Self.width - 40)" height="\(LatencyChart.height)">\(chart)</svg></svg>

            """
    }
}
