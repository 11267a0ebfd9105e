import Latency
import Prometheus

/// Models marked in some windows.
struct FlaggedWindows {
    private var byWindow: [Window: Set<SeriesKey>] = [:]

    init() {}

    /// FlaggedWindows every model wherever a series of it has a sample.
    init(_ series: [Series], of selector: MetricSelector) {
        for one in series {
            let model = selector.key(of: one.labels)
            for sample in one.samples { insert(model, in: Window(endedAt: Int(sample.time))) }
        }
    }

    /// All models marked in any window.
    var models: Set<SeriesKey> { byWindow.values.reduce(into: []) { $0.formUnion($1) } }

    func models(in window: Window) -> Set<SeriesKey> { byWindow[window] ?? [] }

    func contains(_ model: SeriesKey, in window: Window) -> Bool { models(in: window).contains(model) }

    mutating func insert(_ model: SeriesKey, in window: Window) { byWindow[window, default: []].insert(model) }

    /// The same marks, so many windows later.
    func moved(by windows: Int) -> FlaggedWindows {
        var result = FlaggedWindows()
        for (window, models) in byWindow { result.byWindow[window.advanced(by: windows)] = models }
        return result
    }

    func merging(_ other: FlaggedWindows) -> FlaggedWindows {
        var result = self
        for (window, models) in other.byWindow { result.byWindow[window, default: []].formUnion(models) }
        return result
    }
}
