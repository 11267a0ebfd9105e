extension SourceDescription {
    /// Whether failed requests are among those that its latencies count, by the rows of the table that fit it: of one name as several
    /// servers have it, those that name models by its label. Unknown where these differ, and of what the table does not know.
    package var errorsInLatency: KnownMetric.ErrorsInLatency {
        let rows = KnownMetrics.metrics(named: bareMetric.text).filter { $0.errorsInLatency != nil }
        let fitting = rows.filter { $0.modelLabel == modelLabel.text }
        let known = Set((fitting.isEmpty ? rows : fitting).compactMap(\.errorsInLatency))
        return known.count == 1 ? known.first ?? .unknown : .unknown
    }
}
