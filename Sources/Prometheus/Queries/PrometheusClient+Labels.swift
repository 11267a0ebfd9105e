import Latency

/// Which labels could name models, where the one that should does not.
extension PrometheusClient {
    /// Refuses a histogram of which the server has series now, none of them with the model label, though another label
    /// could name models. One question, and one or two more where the label is missing.
    package func requireModelLabel(of queries: HistogramQueries) throws(PrometheusError) {
        let label = queries.selector.modelLabel
        let models = try seriesByModel(queries).series
        guard !models.isEmpty, models.allSatisfy({ ($0.labels[label] ?? "").isEmpty }) else { return }
        let labels = usefulLabels(of: queries)
        if !labels.isEmpty { throw noModelLabel(of: queries, labels: labels) }
    }

    /// How many series of each model a histogram has had in the last 15 minutes, and the questions as the server wants them
    /// to be written.
    package func seriesByModel(
        _ queries: HistogramQueries
    ) throws(PrometheusError) -> (series: [Series], queries: HistogramQueries) {
        try spelling(queries) { (queries) throws(PrometheusError) in try evaluateNow(queries.seriesByModel) }
    }

    /// What `ask` gets, and the questions as the server wants them to be written: where it refuses them it is asked once
    /// more, with names written in the other way.
    package func spelling<Answer>(
        _ queries: HistogramQueries, _ ask: (HistogramQueries) throws(PrometheusError) -> Answer
    ) throws(PrometheusError) -> (Answer, HistogramQueries) {
        do {
            return (try ask(queries), queries)
        } catch {
            guard error.isRefusal, !error.isTooMuch, let respelled = queries.respelled() else { throw error }
            do { return (try ask(respelled), respelled) } catch {
                throw unknownSpelling(queries.selector.modelLabel.text, error)
            }
        }
    }

    package func noModelLabel(of queries: HistogramQueries, labels: [String]) -> PrometheusError {
        .noModelLabel(
            server: serverText, metric: queries.selector.metric, label: queries.selector.modelLabel.text, labels: labels
        )
    }

    /// The labels of a histogram's series that could name models, the likeliest first; empty where there are none, or the
    /// server does not tell.
    package func usefulLabels(of queries: HistogramQueries) -> [String] {
        let usual = (KnownMetrics.facts(of: queries.selector.metric)?.modelLabels ?? []) + KnownMetrics.modelLabels
        let names =
            (try? labelNames(matching: queries.allSeries))
            ?? labels(of: usual) { (groups) throws(PrometheusError) in try evaluateNow(queries.groups(by: groups)) }
        let own = Set(names.map { Name($0) }).subtracting(["__name__", "le", "vmrange", queries.selector.modelLabel])
        var ordered: [Name] = []
        for name in usual.map({ Name($0) }) where own.contains(name) && !ordered.contains(name) { ordered.append(name) }
        // What every target has comes last, behind what only this histogram has.
        let place = ordered.firstIndex { ["job", "instance"].contains($0) } ?? ordered.count
        ordered.insert(contentsOf: own.subtracting(ordered).sorted(), at: place)
        return ordered.map(\.text)
    }

    /// The first of some labels that a histogram's series have at the end of a window; nil where they have none of them, or
    /// the server does not tell.
    package func firstLabel(of candidates: [String], in queries: HistogramQueries, at window: Window) -> String? {
        labels(of: candidates) { (labels) throws(PrometheusError) in
            try evaluate(queries.groups(by: labels), at: window...window)
        }.first
    }

    /// Those of some labels that the series have, by one question that every server answers.
    private func labels(
        of candidates: [String], _ groups: (_ labels: [String]) throws(PrometheusError) -> [Series]
    ) -> [String] {
        let plain = candidates.filter(MetricSelector.isLabelName)
        let found = (try? groups(plain)) ?? []
        return plain.filter { label in found.contains { !($0.labels[Name(label)] ?? "").isEmpty } }
    }
}
