import Latency
import Prometheus

/// How many replicas had each bucket of each model, window by window: the answer to `HistogramQueries.layouts`.
struct LayoutCounts {
    /// By model and window: the number of replicas by upper bound.
    private var replicas: [String: [Window: [Double: Double]]] = [:]

    init(_ series: [Series], label: String) {
        for one in series {
            // A bound that is no number is refused where the counts are read.
            guard let le = one.labels["le"], let bound = CumulativeBuckets.bound(le) else { continue }
            let model = one.labels[label] ?? ""
            for sample in one.samples {
                let window = Window(endedAt: Int(sample.time))
                replicas[model, default: [:]][window, default: [:]][bound, default: 0] += sample.value
            }
        }
    }

    /// Whether the replicas of a model did not all have the same bounds in a window, or not those of the window before.
    func isMixed(_ model: String, in window: Window) -> Bool {
        guard let now = replicas[model]?[window] else { return false }
        guard Set(now.values).count == 1 else { return true }
        guard let before = replicas[model]?[window.advanced(by: -1)] else { return false }
        return Set(before.keys) != Set(now.keys)
    }
}
