import Latency
import Prometheus

/// What a server says to `HistogramQueries.events`.
struct EventAnswer {
    /// The models with an event.
    private(set) var marks = FlaggedWindows()
    /// Whether some process does not tell its start.
    private(set) var hasUnvouched = false
    private var totals: [Name: [Window: Double]] = [:]

    /// FlaggedWindows outside of the windows are left out.
    init(_ series: [Series], in windows: ClosedRange<Window>, label: Name) {
        for one in series {
            let model = one.labels[label] ?? ""
            let remark = one.labels[HistogramQueries.remarkLabel].flatMap { HistogramQueries.Remark(rawValue: $0.text) }
            for sample in one.samples {
                let window = Window(endedAt: Int(sample.time))
                switch remark {
                case .total: totals[model, default: [:]][window] = sample.value
                case .unvouched: hasUnvouched = true
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

    /// Whether nothing came to these windows since they were stored: no replica had an event in them, and all had counted as
    /// many requests.
    func confirms(_ settled: SettledWindows, _ windows: ClosedRange<Window>) -> Bool {
        windows.windows.allSatisfy { window in
            guard marks.models(in: window).isEmpty, let stored = settled[window] else { return false }
            return Set(stored.keys).union(totals.keys).allSatisfy { model in
                let (before, now) = (totals[model]?[window.advanced(by: -1)], totals[model]?[window])
                guard let before, let now else { return before == nil && now == nil && stored[model] == nil }
                return now - before == Double(stored[model] ?? 0)
            }
        }
    }
}
