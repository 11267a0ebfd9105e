import Latency
import Prometheus

/// What a server says to `HistogramQueries.events`.
struct EventAnswer {
    /// The models with an event.
    private(set) var marks = FlaggedWindows()
    /// Whether some process does not tell its start.
    private(set) var hasUnvouched = false
    /// Whether some replica has a native histogram.
    private(set) var hasNative = false
    private var totals: [SeriesKey: [Window: Double]] = [:]
    /// The sums of latencies.
    private(set) var sums: [SeriesKey: [Window: Double]] = [:]

    /// FlaggedWindows outside of the windows are left out.
    init(_ series: [Series], in windows: ClosedRange<Window>, of selector: MetricSelector) {
        for one in series {
            let model = selector.key(of: one.labels)
            let remark = one.labels[HistogramQueries.remarkLabel].flatMap { HistogramQueries.Remark(rawValue: $0.text) }
            for sample in one.samples {
                let window = Window(endedAt: Int(sample.time))
                switch remark {
                case .total: totals[model, default: [:]][window] = sample.value
                case .sum: sums[model, default: [:]][window] = sample.value
                case .unvouched: hasUnvouched = true
                case .native: hasNative = true
                case nil: if windows.contains(window) { marks.insert(model, in: window) }
                }
            }
        }
    }

    /// Whether replicas had counted as many requests at all boundaries as the sums say, so that both are of one moment.
    func hasTotals(of sums: AggregatedCounters) -> Bool {
        let boundaries = sums.boundaries.windows
        return Set(sums.names).union(totals.keys).allSatisfy { model in
            boundaries.allSatisfy { totals[model]?[$0] == sums.total(of: model, at: $0) }
        }
    }
}
