/// Keeps account of which request belongs to which model and window. Times are milliseconds since 1970 UTC.
struct TruthRecorder {
    /// Requests by what became of them. All that replicas served is in one of the three.
    struct Totals: Equatable, Sendable {
        /// Shown by a scrape.
        var counted = 0
        /// Never to be shown by any.
        var unseen = 0
        /// Not yet shown when the history ended.
        var waiting = 0
    }

    private(set) var totals = Totals()
    private let modelCount: Int
    private var open: [TruthPeriod: [TruthWindow]] = [:]

    /// - Parameter modelCount: models are told apart by their index, below this number.
    init(modelCount: Int) { self.modelCount = modelCount }

    mutating func count(_ latencies: [Double], bounds: [Double], of model: SimulatedModel, at time: Int) {
        totals.counted += latencies.count
        update(model, at: time) { $0.add(latencies, bounds: bounds) }
    }

    mutating func lose(_ requests: Int, of model: SimulatedModel, at time: Int) {
        totals.unseen += requests
        update(model, at: time) { $0.unseen += requests }
    }

    mutating func keepWaiting(_ requests: Int) { totals.waiting += requests }

    mutating func flag(_ event: TruthEvent, of model: SimulatedModel, at time: Int) {
        update(model, at: time) { $0.events.insert(event) }
    }

    /// Takes out what is known of a window, one value for every model.
    mutating func close(_ period: TruthPeriod) -> [TruthWindow] { open.removeValue(forKey: period) ?? empty }

    /// The newest window that nothing can be added to after a scrape at `time`: the end of a process is noticed at the
    /// next scrape, maybe in the window after its own.
    static func settled(at time: Int) -> TruthPeriod { TruthPeriod(holding: time).advanced(by: -2) }

    private var empty: [TruthWindow] { Array(repeating: TruthWindow(), count: modelCount) }

    private mutating func update(_ model: SimulatedModel, at time: Int, _ change: (inout TruthWindow) -> Void) {
        let unused = empty
        change(&open[TruthPeriod(holding: time), default: unused][model.index])
    }
}
