import Latency
import Questions

/// What a model's page has below the measure that it is about: the other measures of the source, over the same time, so
/// that what happened at one moment stands at one place in all of them.
struct OtherMeasures {
    let measures: [ModelMeasure]
    let model: Name
    let settings: PageSettings
    let view: PageView
    var events = ChartEvents()

    private var wording: Strings { view.language.wording }

    /// The ids of what stands on its own page too go without an end; those of a metric without a name are numbered.
    private func suffix(of place: Int) -> String {
        let measure = measures[place].measure.text
        return "-\(Measure(rawValue: measure) == nil ? "other-\(place + 1)" : measure)"
    }

    var charts: Markup { Markup(measures.indices.map(charts)) }

    private func charts(_ place: Int) -> Markup {
        let measure = measures[place]
        let title = wording.title(of: measure.measure)
        let charts = MeasureCharts(
            model: model, history: measure.history,
            thresholds: settings.thresholds(of: model, measure.source.metric, measure.measure), settings: settings,
            wording: wording, suffix: suffix(of: place), events: events)
        switch measure.kind {
        case .histogram where !isOfTokens(measure): return charts.latency(title)
        case .mean:
            return charts.counts(title, hint: wording.onlyMean, summary: wording.requestsSummary, of: \.requests)
        case .histogram, .counter:
            return charts.counts(
                title, hint: wording.countHint, summary: wording.countSummary, of: measure.count(of:))
        }
    }

    private func isOfTokens(_ measure: ModelMeasure) -> Bool {
        Measure(rawValue: measure.measure.text).map { !$0.isLatency } ?? false
    }

    /// All measures with their newest numbers; each leads to its chart. Empty where there is but one.
    func table(shown: ModelMeasure) -> Markup {
        guard !measures.isEmpty else { return "" }
        // What the page is about has its mean alone in a chart of percentiles, too.
        let isCount = shown.kind == .counter || isOfTokens(shown)
        let first = row(shown, target: isCount ? "requests" : "latency")
        let rows = measures.indices.map { place in
            let measure = measures[place]
            let isLatency = measure.kind == .histogram && !isOfTokens(measure)
            return row(measure, target: "\(isLatency ? "latency" : "requests")\(suffix(of: place))")
        }
        let titles: [Markup] = ["p50", "p95", "p99", wording.mean].map { title in
            "<th scope=\"col\" role=\"columnheader\" class=\"number\">\(title)</th>"
        }
        return """
            <table id="measures" class="models measures" role="table"><caption class="hidden">\(wording.measure)</caption>\
            <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">\(wording.measure)</th>\(titles)\
            <th scope="col" role="columnheader" class="number">\(wording.count)</th></tr></thead>
            <tbody role="rowgroup">\(first)\(rows)</tbody></table>
            """
    }

    private func row(_ shown: ModelMeasure, target: String) -> Markup {
        let (measure, entry) = (shown.measure, shown.entry)
        let isLatency = Measure(rawValue: measure.text).map(\.isLatency) ?? (shown.kind == .histogram)
        func number(_ label: String, _ content: Markup) -> Markup {
            "<td role=\"cell\" class=\"number\" data-label=\"\(label)\">\(content)</td>"
        }
        func percentile(_ name: String, _ path: KeyPath<Percentiles, Percentile?>) -> Markup {
            let isKnown = isLatency && shown.kind == .histogram
            return number(name, isKnown ? LatencyCell.markup(entry, path, wording) : LatencyCell.markup(nil))
        }
        let mean = isLatency ? entry?.percentiles.mean : nil
        let count = entry.map(shown.count(of:)).map(DecimalText.grouped) ?? LatencyFormat.none
        // Of intervals between tokens nobody knows how many requests they were.
        let unit: Markup = measure.countsIntervals && entry != nil ? " <small>\(wording.intervals)</small>" : ""
        return """
            <tr role="row"><th scope="row" role="rowheader"><a href="#\(target)">\(wording.title(of: measure))</a></th>\
            \(percentile("p50", \.p50))\(percentile("p95", \.p95))\(percentile("p99", \.p99))\
            \(number(wording.mean, "<b>\(LatencyFormat.value(mean))</b>"))\
            \(number(wording.count, "<b>\(count)</b>\(unit)"))</tr>

            """
    }
}
