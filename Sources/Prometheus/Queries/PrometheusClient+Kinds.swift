import Latency

/// What kind of metric a name is.
extension PrometheusClient {
    /// What a metric can be collected as, as far as its series and their type tell; nil where it has no series now, nor had
    /// any in the last hour. Throws where it is a gauge. Two questions at most.
    ///
    /// - Parameter counts: whether it is to count something, so that one without a type is a counter and no histogram.
    package func kind(of metric: String, counts: Bool) throws(PrometheusError) -> SourceKind? {
        let parts = ["_bucket", "_sum", "_count"].map { metric + $0 }
        let found = try jobs(ofSeries: [metric] + parts, inLastHour: true)
        if found[parts[0]] != nil { return .histogram }
        if found[parts[1]] != nil, found[parts[2]] != nil { return .mean }
        guard found[metric] != nil else { return nil }
        switch metricTypes()?[metric] {
        case "counter": return .counter
        case "gauge": throw .gauge(server: serverText, metric: metric)
        case "histogram": return .histogram
        default: return counts || metric.endsWith("_total") || metric.endsWith("_count") ? .counter : .histogram
        }
    }
}
