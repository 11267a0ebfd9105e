import Latency

/// Which labels could name models, where the one that should does not.
extension PrometheusClient {
    /// Refuses a histogram of which the server has series now, none of them with the model label, though another label
    /// could name models. One question, and one or two more where the label is missing.
    package func requireModelLabel(of queries: HistogramQueries) throws(PrometheusError) {
        let label = queries.selector.modelLabel
        let models = try evaluateNow(queries.seriesByModel)
        guard !models.isEmpty, models.allSatisfy({ ($0.labels[label] ?? "").isEmpty }) else { return }
        let labels = usefulLabels(of: queries)
        if !labels.isEmpty { throw noModelLabel(of: queries, labels: labels) }
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
        let names = (try? labelNames(matching: queries.allSeries)) ?? labels(of: usual, in: queries)
        let own = Set(names.map { Name($0) }).subtracting(["__name__", "le", "vmrange", queries.selector.modelLabel])
        var ordered: [Name] = []
        for name in usual.map({ Name($0) }) where own.contains(name) && !ordered.contains(name) { ordered.append(name) }
        // What every target has comes last, behind what only this histogram has.
        let place = ordered.firstIndex { ["job", "instance"].contains($0) } ?? ordered.count
        ordered.insert(contentsOf: own.subtracting(ordered).sorted(), at: place)
        return ordered.map(\.text)
    }

    /// Those of some labels that the series have, for a server that answers queries alone.
    private func labels(of candidates: [String], in queries: HistogramQueries) -> [String] {
        let plain = candidates.filter(MetricSelector.isLabelName)
        let found = (try? evaluateNow(queries.groups(by: plain))) ?? []
        return plain.filter { label in found.contains { !($0.labels[Name(label)] ?? "").isEmpty } }
    }
}
