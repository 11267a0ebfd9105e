import Latency
import Prometheus

/// Every model's cumulative counts at the boundaries of a range of windows, summed over its replicas; where they are kept by
/// further labels, those of every label set of a model.
///
/// The difference between two neighbours is the increment of the window between them, if no replica had an event there.
struct AggregatedCounters {
    /// What two neighbouring boundaries say about one model.
    enum Increment {
        /// No replica has a sample.
        case noData
        case requests(Histogram)
        /// The difference is no increment: something happened that only a closer look can tell.
        case unclear
    }

    fileprivate struct Column {
        /// NaN where the `le` is no number.
        let bound: Double
        /// One value per boundary: `absent` where there is none.
        var values: [Double]
    }

    fileprivate struct RangeColumn {
        let range: String
        /// As those of `Column`.
        var values: [Double]
    }

    fileprivate struct Model {
        /// By their bounds. Different spellings of one have a column each.
        var buckets: [Column] = []
        /// As `buckets`, by `vmrange`.
        var ranges: [RangeColumn] = []
        var sums: [Double] = []
        /// One per boundary, nil where there is none; empty without any.
        var native: [NativeHistogram?] = []
        /// Whether `native` has only a part of them.
        var isJoined = false

        var isEmpty: Bool { buckets.isEmpty && ranges.isEmpty && native.isEmpty }
    }

    /// Stands for no value. What a server sends as NaN is kept as an infinite count, which is as impossible.
    private static let absent = Double.nan
    /// What all of it may take, in bytes.
    private static let mostMemory = 14 << 20

    private let first: Window
    private let count: Int
    private let queries: HistogramQueries
    private let unit: LatencyUnit
    private var models: [SeriesKey: Model] = [:]
    /// Those that `le` labels stand for: parsed once, however many series have them.
    private var bounds: [Name: Double] = [:]
    private var memory = 0

    /// Nothing yet.
    ///
    /// - Parameter boundaries: from the window before the first wanted to the last wanted.
    init(at boundaries: ClosedRange<Window>, of queries: HistogramQueries, unit: LatencyUnit) {
        first = boundaries.lowerBound
        count = boundaries.count
        self.queries = queries
        self.unit = unit
    }

    /// - Parameter series: the answer to `HistogramQueries.sums` at the boundaries.
    init(
        _ series: [Series], at boundaries: ClosedRange<Window>, of queries: HistogramQueries, unit: LatencyUnit
    ) throws(ResponseError) {
        self.init(at: boundaries, of: queries, unit: unit)
        for one in series { try add(one) }
    }

    /// Adds a series of the answer to `HistogramQueries.sums` at the boundaries. Throws where it is too much to hold.
    mutating func add(_ series: Series) throws(ResponseError) {
        let known = models.count
        insert(series)
        memory += 64 + 8 * count + 256 * (models.count - known)
        guard memory <= Self.mostMemory else { throw .tooMuchMemory(limit: Self.mostMemory) }
    }

    private mutating func insert(_ series: Series) {
        let model = queries.selector.key(of: series.labels)
        if !series.histograms.isEmpty {
            var native = [NativeHistogram?](repeating: nil, count: count)
            for sample in series.histograms {
                if let place = place(of: sample.time) { native[place] = sample.histogram }
                memory += 24 * sample.histogram.buckets.count
            }
            memory += 32 * count
            // Under two names of the metric, which only a closer look joins.
            if models[model]?.native.isEmpty == false { models[model]?.isJoined = true }
            models[model, default: Model()].native = native
        }
        guard let (_, role) = queries.role(of: series), role != .native else { return }
        var values = [Double](repeating: Self.absent, count: count)
        for sample in series.samples {
            guard let place = place(of: sample.time) else { continue }
            values[place] = sample.value.isNaN ? .infinity : sample.value
        }
        if let range = series.labels["vmrange"], !range.isEmpty {
            models[model, default: Model()].ranges.append(RangeColumn(range: range.text, values: values))
            return
        }
        guard let le = series.labels["le"], !le.isEmpty else {
            models[model, default: Model()].sums = values
            return
        }
        models[model, default: Model()].insert(Column(bound: bound(le), values: values))
    }

    /// Adds the sums of latencies of the models that have a classic histogram, at the boundaries.
    mutating func add(sums: [SeriesKey: [Window: Double]]) {
        let boundaries = boundaries.windows
        for (name, values) in sums where models[name] != nil {
            models[name]?.sums = boundaries.map { boundary in
                values[boundary].map { $0.isNaN ? .infinity : $0 } ?? Self.absent
            }
        }
    }

    private func place(of time: Double) -> Int? {
        let place = Window(endedAt: Int(time)).index - first.index
        return 0..<count ~= place ? place : nil
    }

    private mutating func bound(_ le: Name) -> Double {
        if let known = bounds[le] { return known }
        let bound = CumulativeBuckets.bound(le.text) ?? .nan
        bounds[le] = bound
        return bound
    }

    /// The models that have counts of any kind.
    var names: [SeriesKey] { models.filter { !$0.value.isEmpty }.map(\.key) }

    /// Whether what `HistogramQueries.buckets` found has counts, and all of them by `le`.
    var isClassic: Bool { !models.isEmpty && models.allSatisfy { !$0.value.buckets.isEmpty && $0.value.sums.isEmpty } }

    /// Whether some model has its counts by `vmrange`.
    var hasRanges: Bool { models.contains { !$0.value.ranges.isEmpty } }

    /// The models that have a native histogram at some boundary.
    var nativeModels: [SeriesKey] { models.filter { !$0.value.native.isEmpty }.map(\.key) }

    func hasNative(_ model: SeriesKey, at boundary: Window) -> Bool {
        let place = boundary.index - first.index
        guard let native = models[model]?.native, native.indices.contains(place) else { return false }
        return native[place] != nil
    }

    /// The models that have a classic histogram, too.
    var modelsOfBothKinds: [SeriesKey] {
        models.filter { !$0.value.native.isEmpty && !$0.value.buckets.isEmpty }.map(\.key)
    }

    /// Where a model has both a classic and a native histogram, they are taken for the same requests, which it is for
    /// `HistogramQueries.singleKind` to make sure of; different counts are unclear.
    func increment(of name: SeriesKey, in window: Window) -> Increment {
        guard let model = models[name] else { return .noData }
        guard !model.isJoined else { return .unclear }
        let place = window.index - first.index
        if !model.ranges.isEmpty {
            return model.buckets.isEmpty && model.native.isEmpty ? rangedIncrement(of: model, place) : .unclear
        }
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
        // What there was at the start, and what came since.
        var (start, steps): ([CumulativeBuckets.Step], [CumulativeBuckets.Step]) = ([], [])
        steps.reserveCapacity(model.buckets.count)
        for column in model.buckets {
            let (before, now) = (column.values[place - 1], column.values[place])
            if before.isNaN, now.isNaN { continue }
            // A bound that came or went is another layout, or another replica. A count that no counter has is for the
            // closer look to find.
            guard CumulativeBuckets.isCount(before), CumulativeBuckets.isCount(now), !column.bound.isNaN else {
                return .unclear
            }
            if steps.last?.bound == column.bound {
                start[steps.count - 1].count += before
                steps[steps.count - 1].count += now - before
            } else {
                start.append(CumulativeBuckets.Step(bound: column.bound, count: before))
                steps.append(CumulativeBuckets.Step(bound: column.bound, count: now - before))
            }
        }
        guard !steps.isEmpty else { return .noData }
        // Some buckets were ahead of others: what has caught up since looks like requests of other latencies.
        guard !CumulativeBuckets(.classic, start, sum: nil).hasNegativeBucket else { return .unclear }
        let sum = model.sums.isEmpty ? nil : model.sums[place] - model.sums[place - 1]
        let increment = CumulativeBuckets(.classic, steps, sum: sum)
        // Some buckets are behind others now.
        guard !increment.isAhead(ofSumUpTo: sum.map { _ in model.sums[place] }) else { return .unclear }
        return requests(increment)
    }

    /// A range that came is mostly that of its first request, which only a closer look can tell.
    private func rangedIncrement(of model: Model, _ place: Int) -> Increment {
        var counts = RangeCounts()
        for column in model.ranges {
            let (before, now) = (column.values[place - 1], column.values[place])
            if before.isNaN, now.isNaN { continue }
            guard CumulativeBuckets.isCount(before), CumulativeBuckets.isCount(now),
                (try? counts.add(now - before, range: column.range)) != nil
            else { return .unclear }
        }
        guard !counts.isEmpty else { return .noData }
        let sum = model.sums.isEmpty ? nil : model.sums[place] - model.sums[place - 1]
        return (try? counts.cumulative(sum: sum)).map(requests) ?? .unclear
    }

    /// As many requests of other latencies are unclear: some replica has restarted and counted as far as before. So is a
    /// sum that fell.
    private func requests(_ increment: CumulativeBuckets) -> Increment {
        guard let histogram = try? increment.histogram(unit) else { return .unclear }
        if histogram.requests == 0, let sum = histogram.sumMicroseconds, sum != 0 { return .unclear }
        if let sum = increment.sum, sum < 0, histogram.sumMicroseconds == nil { return .unclear }
        return .requests(histogram)
    }

    // MARK: What was there at a boundary

    /// Whether a model's counts are others at a window's end than at its beginning, so that it had a sample in between.
    func hasChanged(_ name: SeriesKey, in window: Window) -> Bool {
        let place = window.index - first.index
        guard let model = models[name], 1..<count ~= place else { return false }
        let hasOtherNative =
            !model.native.isEmpty && model.native[place] != nil
            && model.native[place] != model.native[place - 1]
        return hasOtherNative
            || model.buckets.contains { column in
                !column.values[place].isNaN && column.values[place] != column.values[place - 1]
            }
    }

    var boundaries: ClosedRange<Window> { first...first.advanced(by: count - 1) }

    /// All requests that a model's replicas had counted; nil where there are none, or not of classic histograms.
    func total(of name: SeriesKey, at boundary: Window) -> Double? {
        let place = boundary.index - first.index
        guard let model = models[name], 0..<count ~= place else { return nil }
        let values = model.buckets.lazy.filter { $0.bound == .infinity }.map { $0.values[place] }.filter { !$0.isNaN }
        return values.isEmpty ? nil : values.reduce(0, +)
    }

    /// The bounds of a model's classic buckets that had a value, in rising order, each once.
    func bounds(of name: SeriesKey, at boundary: Window) -> [Double] {
        let place = boundary.index - first.index
        guard let model = models[name], 0..<count ~= place else { return [] }
        var bounds: [Double] = []
        for column in model.buckets where !column.values[place].isNaN && column.bound != bounds.last {
            bounds.append(column.bound)
        }
        return bounds
    }
}

extension AggregatedCounters.Model {
    /// Keeps the order of bounds; what is no number comes last.
    fileprivate mutating func insert(_ column: AggregatedCounters.Column) {
        var place = buckets.count
        while place > 0, !(buckets[place - 1].bound <= column.bound || column.bound.isNaN) { place -= 1 }
        buckets.insert(column, at: place)
    }
}
