import Latency
import Prometheus

/// How many replicas had each bucket of each model, window by window: the answer to `HistogramQueries.layouts`.
struct ReplicasPerBucket {
    /// By model and window: the number of replicas by upper bound.
    private var replicas: [SeriesKey: [Window: [Double: Double]]] = [:]

    init(_ series: [Series], of selector: MetricSelector) {
        for one in series {
            // A bound that is no number is refused where the counts are read.
            guard let le = one.labels["le"], let bound = CumulativeBuckets.bound(le.text) else { continue }
            let model = selector.key(of: one.labels)
            for sample in one.samples {
                let window = Window(endedAt: Int(sample.time))
                replicas[model, default: [:]][window, default: [:]][bound, default: 0] += sample.value
            }
        }
    }

    /// Whether the replicas of a model did not all have the same bounds in a window, or not those of the window before.
    func isMixed(_ model: SeriesKey, in window: Window) -> Bool {
        guard let now = replicas[model]?[window] else { return false }
        guard Set(now.values).count == 1 else { return true }
        guard let before = replicas[model]?[window.advanced(by: -1)] else { return false }
        return Set(before.keys) != Set(now.keys)
    }

    /// Whether the sums of a model at a window's end have all the bounds that its replicas had in it, and no others. Where
    /// they do not, and nothing happened that explains it, one of the two answers lacks a series.
    func agrees(with sums: AggregatedCounters, on model: SeriesKey, in window: Window) -> Bool {
        let bounds = sums.bounds(of: model, at: window)
        return bounds.isEmpty || Set(bounds) == Set(replicas[model]?[window]?.keys.map(\.self) ?? [])
    }
}
