import Latency
import Prometheus

extension HistogramQueries {
    /// Those about the histogram `m` with the label `model`.
    static let ofM = HistogramQueries(MetricSelector(metric: "m", selector: "", modelLabel: "model"))
}
