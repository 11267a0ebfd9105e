import Prometheus

extension CumulativeBuckets {
    /// Adds a value of a classic histogram's series: a count, or without `le` a sum of latencies.
    mutating func add(_ value: Double, of series: Series) throws(Refusal) {
        guard let le = series.labels["le"], !le.isEmpty else { return add(sum: value) }
        try add(value, le: le.text)
    }
}
