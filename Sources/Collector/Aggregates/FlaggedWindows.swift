import Latency
import Prometheus

/// Models marked in some windows.
struct FlaggedWindows {
    private var byWindow: [Window: Set<Name>] = [:]

    init() {}

    /// FlaggedWindows every model wherever a series of it has a sample.
    init(_ series: [Series], label: Name) {
        for one in series {
            let model = one.labels[label] ?? ""
            for sample in one.samples { insert(model, in: Window(endedAt: Int(sample.time))) }
        }
    }

    /// All models marked in any window.
    var models: Set<Name> { byWindow.values.reduce(into: []) { $0.formUnion($1) } }

    func models(in window: Window) -> Set<Name> { byWindow[window] ?? [] }

    func contains(_ model: Name, in window: Window) -> Bool { models(in: window).contains(model) }

    mutating func insert(_ model: Name, in window: Window) { byWindow[window, default: []].insert(model) }

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
