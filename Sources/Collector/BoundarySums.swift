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
        /// One per boundary, nil where there is none; empty without any.
        var native: [NativeHistogram?] = []
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
            let model = one.labels[label] ?? ""
            if !one.histograms.isEmpty {
                var native = [NativeHistogram?](repeating: nil, count: count)
                for sample in one.histograms {
                    let place = Window(endedAt: Int(sample.time)).index - first.index
                    if native.indices.contains(place) { native[place] = sample.histogram }
                }
                models[model, default: Model()].native = native
            }
            guard HistogramQueries.isClassic(one) else { continue }
            var values = [Double](repeating: .nan, count: count)
            for sample in one.samples {
                let place = Window(endedAt: Int(sample.time)).index - first.index
                if values.indices.contains(place) { values[place] = sample.value }
            }
            if let le = one.labels["le"], !le.isEmpty {
                models[model, default: Model()].buckets.append(Column(le: le, values: values))
            } else {
                models[model, default: Model()].sums = values
            }
        }
    }

    /// The models that have a histogram of any kind.
    var names: [String] { models.filter { !$0.value.buckets.isEmpty || !$0.value.native.isEmpty }.map(\.key) }

    /// The models that have a native histogram at some boundary.
    var nativeModels: [String] { models.filter { !$0.value.native.isEmpty }.map(\.key) }

    func hasNative(_ model: String, at boundary: Window) -> Bool {
        let place = boundary.index - first.index
        guard let native = models[model]?.native, native.indices.contains(place) else { return false }
        return native[place] != nil
    }

    /// The models that have a classic histogram, too.
    var modelsOfBothKinds: [String] {
        models.filter { !$0.value.native.isEmpty && !$0.value.buckets.isEmpty }.map(\.key)
    }

    /// Where a model has both a classic and a native histogram, they are taken for the same requests, which it is for
    /// `HistogramQueries.singleKind` to make sure of; different counts are unclear.
    func increment(of name: String, in window: Window) -> Increment {
        guard let model = models[name] else { return .noData }
        let place = window.index - first.index
        guard !model.native.isEmpty else { return classicIncrement(of: model, place) }
        guard !model.buckets.isEmpty else { return nativeIncrement(of: model, place) }
        switch (classicIncrement(of: model, place), nativeIncrement(of: model, place)) {
        case (.noData, let native): return native
        case (let classic, .noData): return classic
        case (.requests(let classic), .requests(let native)):
            return classic.requests == native.requests ? .requests(native) : .unclear
        default: return .unclear
        }
    }

    private func nativeIncrement(of model: Model, _ place: Int) -> Increment {
        switch (model.native[place - 1], model.native[place]) {
        case (nil, nil): return .noData
        case (let before?, let now?):
            guard let before = try? CumulativeBuckets(before), let now = try? CumulativeBuckets(now) else {
                return .unclear
            }
            return requests(now.increment(since: before))
        // One that came or went is another replica, or one that had a classic histogram before.
        default: return .unclear
        }
    }

    private func classicIncrement(of model: Model, _ place: Int) -> Increment {
        var (start, increment) = (CumulativeBuckets(), CumulativeBuckets())
        var present = false
        for column in model.buckets {
            let (before, now) = (column.values[place - 1], column.values[place])
            if before.isNaN, now.isNaN { continue }
            // A bound that came or went is another layout, or another replica.
            guard !before.isNaN, !now.isNaN else { return .unclear }
            guard (try? increment.add(now - before, le: column.le)) != nil else { return .unclear }
            try? start.add(before, le: column.le)
            present = true
        }
        guard present else { return .noData }
        // Some buckets were ahead of others: what has caught up since looks like requests of other latencies.
        guard !start.hasNegativeBucket else { return .unclear }
        if !model.sums.isEmpty { increment.add(sum: model.sums[place] - model.sums[place - 1]) }
        return requests(increment)
    }

    /// As many requests of other latencies are unclear: some replica has restarted and counted as far as before. So is a
    /// sum that fell.
    private func requests(_ increment: CumulativeBuckets) -> Increment {
        guard let histogram = try? increment.histogram(unit) else { return .unclear }
        if histogram.requests == 0, let sum = histogram.sumMicroseconds, sum != 0 { return .unclear }
        if let sum = increment.sum, sum < 0, histogram.sumMicroseconds == nil { return .unclear }
        return .requests(histogram)
    }
}
