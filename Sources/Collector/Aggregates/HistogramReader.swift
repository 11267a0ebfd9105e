import Archive
import Latency
import Prometheus
import Support

/// Asks a server for ranges of windows of one metric and makes checked histograms of the answers. Counters, and sums with a
/// count, go the same way: as histograms without a finite bound.
///
/// Two cheap queries serve all windows of a range; only models in which something happened get a closer look. What
/// counts as a window's increments, and in which quality, is said at `ReplicaHistory`.
package final class HistogramReader {
    /// A range of windows as collected, all of its windows included, also those without data.
    package struct Slice: Sendable {
        package let windows: [CollectedWindow]
        /// What was left out and why, by model.
        package let warnings: [CollectionWarning]
        /// The models of which something could not be read, by window.
        var refused: [Window: Set<SeriesKey>] = [:]
        /// The models of which a later window showed that they are not exact, by window: of these and of older ones.
        var doubted: [Window: Set<SeriesKey>] = [:]
        /// When processes of models began, in seconds since 1970 UTC, as far as they were looked at.
        var processStarts: [SeriesKey: Set<Int>] = [:]

        /// - Parameter measure: its place among those that the limit is for.
        func limited(by limit: inout ModelLimit, of measure: Int) -> Slice {
            let (windows, folding) = limit.apply(to: windows, of: measure)
            return Slice(
                windows: windows, warnings: CollectionWarning.folded(folding) + warnings, refused: refused,
                doubted: doubted, processStarts: processStarts)
        }
    }

    let client: PrometheusClient
    private(set) var queries: HistogramQueries
    private let unit: LatencyUnit
    /// See `CounterRate`.
    private let burst: Double
    /// Whether the server was found to know the metric.
    private var isKnownMetric = false

    /// Tells in which windows of a range there is data of a model already.
    package typealias StoredWindows = (_ series: SeriesKey, ClosedRange<Window>) -> Set<Window>

    private let stored: StoredWindows
    private let evidence: TargetEvidence

    /// Whether the last answer had others than classic histograms.
    private(set) var hasOthers = false

    /// What later windows showed of earlier ones, which may be in a slice that is read after theirs.
    private var doubted: [Window: Set<SeriesKey>] = [:]

    /// Whether any series came so far.
    private(set) var hasFoundSeries = false
    /// Whether the model label must still be seen to be there.
    private var mustCheckLabel: Bool

    /// Questions that were asked before it was their turn.
    struct Ahead {
        let windows: ClosedRange<Window>
        let sums: PrometheusClient.Begun
        let events: PrometheusClient.Begun?
    }

    var ahead: Ahead?

    /// - Parameters:
    ///   - names: see `SourceDescription.metricSelector`.
    ///   - evidence: what is known of targets already.
    ///   - isNew: whether no model of the source was ever collected, so that its label may be a wrong one.
    package init(
        client: PrometheusClient, source: SourceDescription, names: [String] = [], isNew: Bool = false,
        evidence: TargetEvidence = TargetEvidence(),
        stored: @escaping StoredWindows = { _, _ in [] }
    ) {
        self.client = client
        (self.stored, self.evidence) = (stored, evidence)
        mustCheckLabel = isNew
        queries = HistogramQueries(source.metricSelector(names))
        (unit, burst) = (source.unit, CounterRate.burst(of: source))
    }

    /// The windows of a range, oldest first.
    ///
    /// The sums are asked for before the events, or at the same time: see `HistogramReader.events`.
    ///
    /// - Parameter layouts: of models that were collected with a single bucket layout in one of these windows, or just
    ///   before.
    func read(
        _ windows: ClosedRange<Window>, layouts: [SeriesKey: BucketLayout] = [:]
    ) throws(PrometheusError) -> Slice {
        let repetitions = client.traffic.repetitions
        let (sums, lacksSome, asked) = try counters(of: windows)
        let boundaries = sums.boundaries
        let hasNative = lacksSome || !sums.nativeModels.isEmpty
        hasOthers = hasNative || sums.hasRanges
        var events = try events(in: windows, sums, asked, hasNative: hasNative)
        if hasNative { events = events.merging(try singleKinds(of: sums.modelsOfBothKinds, boundaries)) }
        if lacksSome { events = events.merging(try unsummed(sums, boundaries)) }
        if sums.names.isEmpty, !lacksSome {
            try requireKnownMetric(at: windows.upperBound)
        } else {
            (isKnownMetric, hasFoundSeries) = (true, true)
            if mustCheckLabel, !lacksSome { try requireLabel(in: sums.names) }
        }

        var found = increments(sums, &events, windows)
        let known = Set(sums.names.filter { sums.hasLayout(layouts[$0], of: $0, in: boundaries) })
        let mixed = try layoutMixes(of: events.models.union(Set(sums.names).subtracting(known)), sums, windows)
        try lookCloser(at: events.merging(mixed), sums, in: windows, &found)
        try checkFarReaches(&found)
        // Whatever was stored is as good or better.
        found.dropEstimates { model, window in !stored(model, window...window).isEmpty }
        let collected = windows.windows.map {
            CollectedWindow(window: $0, models: Array((found.models[$0] ?? [:]).values))
        }
        doubted.merge(found.doubted) { $0.union($1) }
        let repeated = client.traffic.repetitions > repetitions ? [CollectionWarning.repeatedSamples] : []
        return Slice(
            windows: collected, warnings: found.warnings() + repeated, refused: found.refusedModels, doubted: doubted,
            processStarts: found.processStarts)
    }

    /// The sums at the ends of windows, and the events where both could be asked for at the same time and are of one moment.
    ///
    /// - Returns: also whether the server could not add up some of the native histograms.
    private func counters(
        of windows: ClosedRange<Window>
    ) throws(PrometheusError) -> (AggregatedCounters, lacksSome: Bool, EventAnswer?) {
        let boundaries = boundaries(of: windows)
        let ahead = ahead.flatMap { $0.windows == windows ? $0 : nil }
        self.ahead = nil
        if let begun = ahead?.events ?? beginEvents(windows) {
            var (sums, lacksSome) = try sums(\.buckets, at: boundaries, ahead?.sums)
            if sums.isClassic, let series = try client.answer(to: begun) {
                let events = EventAnswer(series, in: windows, of: queries.selector)
                if !events.hasNative, events.hasTotals(of: sums) {
                    sums.add(sums: events.sums)
                    return (sums, lacksSome, events)
                }
            }
        }
        // In one answer, since what two say of different moments, or of two servers behind one address, fits nowhere.
        let (sums, lacksSome) = try sums(\.sums, at: boundaries)
        return (sums, lacksSome, nil)
    }

    /// Asks for the sums, and writes names as the server wants them where it refuses them otherwise.
    private func sums(
        _ question: KeyPath<HistogramQueries, String>, at boundaries: ClosedRange<Window>,
        _ begun: PrometheusClient.Begun? = nil
    ) throws(PrometheusError) -> (AggregatedCounters, lacksSome: Bool) {
        let (answer, spelled) = try client.spelling(queries) { (queries) throws(PrometheusError) in
            var sums = AggregatedCounters(at: boundaries, of: queries, unit: unit)
            let lacksSome = try client.sums(
                queries[keyPath: question], at: boundaries, labels: queries.sumLabels, begun: begun
            ) { (series) throws(ResponseError) in try sums.add(series) }
            return (sums, lacksSome)
        }
        queries = spelled
        return answer
    }

    /// The models of a query that counts something by model.
    func marks(_ query: String, _ windows: ClosedRange<Window>) throws(PrometheusError) -> FlaggedWindows {
        FlaggedWindows(
            try client.evaluate(query, at: windows, labels: queries.modelLabels), of: queries.selector)
    }

    private func requireKnownMetric(at window: Window) throws(PrometheusError) {
        guard !isKnownMetric else { return }
        try client.requireMetric(queries.selector, at: window)
        isKnownMetric = true
    }

    /// One model without a name, where the series have labels that could name it, is most likely many models.
    private func requireLabel(in names: [SeriesKey]) throws(PrometheusError) {
        mustCheckLabel = false
        guard names.allSatisfy(\.model.isEmpty) else { return }
        let labels = client.usefulLabels(of: queries)
        guard !labels.isEmpty else { return }
        throw client.noModelLabel(of: queries, labels: labels)
    }

    func twiceStored(at window: Window) -> TwiceStored? { client.twiceStored(queries, at: window) }

    // MARK: What the sums say

    /// The increments that the sums tell; where they can't, the model is marked for a closer look.
    private func increments(_ sums: AggregatedCounters, _ events: inout FlaggedWindows, _ windows: ClosedRange<Window>)
        -> SliceResult
    {
        var found = SliceResult()
        for model in sums.names {
            for window in windows.windows where !events.models(in: window).contains(model) {
                switch sums.increment(of: model, in: window) {
                case .noData: continue
                case .unclear: events.insert(model, in: window)
                case .requests(let histogram):
                    found.add(ModelWindow(series: model, quality: .exact, histogram: histogram), in: window)
                }
            }
        }
        return found
    }

    /// The first of some windows, or of the hour before them, at whose end the server has a sample: of the histogram, or of
    /// any target's `up`. Nil where it has none.
    func firstRemembered(_ windows: ClosedRange<Window>) throws(PrometheusError) -> Window? {
        var first = windows.lowerBound.advanced(by: -UTCDay.windowsPerHour)
        while first <= windows.upperBound {
            // As many points as the API answers at once.
            let last = min(windows.upperBound, first.advanced(by: 10_000))
            let times = try client.evaluate(queries.presence, at: first...last).flatMap { $0.samples.map(\.time) }
            if let time = times.min() { return Window(endedAt: Int(time)) }
            first = last.advanced(by: 1)
        }
        return nil
    }

    // MARK: A closer look

    /// The windows at whose ends some replica of a model of both kinds had only one.
    private func singleKinds(of models: [SeriesKey], _ boundaries: ClosedRange<Window>) throws(PrometheusError)
        -> FlaggedWindows
    {
        var single = FlaggedWindows()
        for some in models.sorted().chunked(50) {
            let found = try marks(queries.singleKind(of: some), boundaries)
            // A boundary belongs to the window before it and to that behind it.
            single = single.merging(found).merging(found.moved(by: 1))
        }
        return single
    }

    /// The windows at whose ends the server could not add up the native histograms of a model.
    private func unsummed(_ sums: AggregatedCounters, _ boundaries: ClosedRange<Window>) throws(PrometheusError)
        -> FlaggedWindows
    {
        var unsummed = FlaggedWindows()
        for one in try client.evaluate(queries.nativeModels, at: boundaries, labels: queries.modelLabels) {
            let model = queries.selector.key(of: one.labels)
            for boundary in one.samples.map({ Window(endedAt: Int($0.time)) })
            where !sums.hasNative(model, at: boundary) {
                unsummed.insert(model, in: boundary)
                unsummed.insert(model, in: boundary.advanced(by: 1))
            }
        }
        return unsummed
    }

    /// The windows in which replicas of a model had different bucket layouts, or changed theirs, and those in which the
    /// sums have other bounds than that.
    private func layoutMixes(
        of models: Set<SeriesKey>, _ sums: AggregatedCounters, _ windows: ClosedRange<Window>
    ) throws(PrometheusError) -> FlaggedWindows {
        guard !models.isEmpty, queries.selector.isHistogram else { return FlaggedWindows() }
        let boundaries = boundaries(of: windows)
        var mixed = FlaggedWindows()
        // So many at once that a query with all their names would be larger than the answer with all models.
        let questions = models.count > 500 ? [nil] : models.sorted().chunked(50).map(Optional.some)
        for some in questions {
            let series = try client.evaluate(queries.layouts(of: some), at: boundaries, labels: queries.layoutLabels)
            let counts = ReplicasPerBucket(series, of: queries.selector)
            for model in some ?? Array(models) {
                for window in windows.windows
                where counts.isMixed(model, in: window) || !counts.agrees(with: sums, on: model, in: window) {
                    mixed.insert(model, in: window)
                }
            }
        }
        return mixed
    }

    /// Replaces what was found for marked models by what their replicas say one by one.
    private func lookCloser(
        at marks: FlaggedWindows, _ sums: AggregatedCounters, in windows: ClosedRange<Window>,
        _ found: inout SliceResult
    ) throws(PrometheusError) {
        guard !marks.models.isEmpty else { return }
        let look = ReplicaInspector(client: client, queries: queries, unit: unit, burst: burst, evidence: evidence)
        for window in windows.windows {
            let models = marks.models(in: window)
            for model in models { found.models[window]?[model] = nil }
            let findings = try look.findings(of: models, in: window)
            for finding in findings { found.add(sums.checked(finding, in: window), in: window) }
            for model in models.subtracting(findings.map(\.model)) where sums.hasChanged(model, in: window) {
                found.add(.contradiction(of: model), in: window)
            }
        }
    }

    /// A server that lost what it had of some windows, as after a crash or from a snapshot, would have them counted again
    /// with the window in which a replica is seen next.
    private func checkFarReaches(_ found: inout SliceResult) throws(PrometheusError) {
        for (window, reach) in found.farReaches where reach.since.advanced(by: 1) < window {
            let (model, between) = (reach.conservative.series, reach.since.advanced(by: 1)...window.advanced(by: -1))
            let stored = stored(model, between)
            guard !stored.isEmpty else { continue }
            let present = try marks(queries.presence(of: model), between)
            if stored.contains(where: { !present.contains(model, in: $0) }) { found.discard(reach, in: window) }
        }
    }
}
