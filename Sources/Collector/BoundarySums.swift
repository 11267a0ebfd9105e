import Latency
import Prometheus

/// Every model's cumulative counts at the boundaries of a range of windows, summed over its replicas.
///
/// The difference between two neighbours is the increment of the window between them, if no replica had an event there.
struct BoundarySums {
    /// What two neighbouring boundaries say about one model.
    enum Increment {
        /// No replica has a sample.
        case noData
        case requests(Histogram)
        /// The difference is no increment: something happened that only a closer look can tell.
        case unclear
    }

    private struct Column {
        let le: String
        /// One value per boundary, NaN where there is none.
        var values: [Double]
    }

    private struct Model {
        var buckets: [Column] = []
        var sums: [Double] = []
    }

    private let first: Window
    private let unit: LatencyUnit
    private var models: [String: Model] = [:]

    /// - Parameters:
    ///   - series: the answer to `HistogramQueries.sums` at the boundaries.
    ///   - boundaries: from the window before the first wanted to the last wanted.
    init(_ series: [Series], at boundaries: ClosedRange<Window>, label: String, unit: LatencyUnit) {
        first = boundaries.lowerBound
        self.unit = unit
        let count = boundaries.upperBound.index - first.index + 1
        for one in series {
            var values = [Double](repeating: .nan, count: count)
            for sample in one.samples {
                let place = Window(endedAt: Int(sample.time)).index - first.index
                if values.indices.contains(place) { values[place] = sample.value }
            }
            let model = one.labels[label] ?? ""
            if let le = one.labels["le"], !le.isEmpty {
                models[model, default: Model()].buckets.append(Column(le: le, values: values))
            } else {
                models[model, default: Model()].sums = values
            }
        }
    }

    var names: [String] { Array(models.keys) }

    func increment(of name: String, in window: Window) -> Increment {
        guard let model = models[name] else { return .noData }
        let place = window.index - first.index
        var increment = CumulativeBuckets()
        var present = false
        for column in model.buckets {
            let (before, now) = (column.values[place - 1], column.values[place])
            if before.isNaN, now.isNaN { continue }
            // A bound that came or went is another layout, or another replica.
            guard !before.isNaN, !now.isNaN else { return .unclear }
            guard (try? increment.add(now - before, le: column.le)) != nil else { return .unclear }
            present = true
        }
        guard present else { return .noData }
        if !model.sums.isEmpty { increment.add(sum: model.sums[place] - model.sums[place - 1]) }
        guard let histogram = try? increment.histogram(unit) else { return .unclear }
        // As many requests of other latencies: some replica has restarted and counted as far as before.
        if histogram.requests == 0, let sum = histogram.sumMicroseconds, sum != 0 { return .unclear }
        return .requests(histogram)
    }
}
