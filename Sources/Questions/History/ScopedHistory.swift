import Archive
import Latency
import Support

/// A history that is divided by labels, or of several sources, or of what is counted and no latency.
struct ScopedHistory {
    private struct Value {
        var histogram = Histogram()
        var quality = Quality.exact
        var classes: [Name: Int] = [:]

        mutating func add(_ other: Value) {
            histogram.merge(other.histogram)
            quality = max(quality, other.quality)
            classes.merge(other.classes) { $0.addingClamped($1) }
        }
    }

    private struct Step {
        var values: [SeriesKey: Value] = [:]
        /// What its values are of.
        var counted: Set<Window> = []
        var resolution = Resolution.window
    }

    private let resolved: ResolvedScope
    private let request: HistoryRequest
    private let zone: Zone
    private let unit: LatencyUnit
    /// By their ends.
    private var steps: [Int: Step] = [:]
    private var values = 0
    private var missing: [HistoryAnswer.Stretch] = []
    private var firstCollected: Int?
    private var areCut: Set<Bool> = []

    /// Throws `RequestError.tooManyPointsInAll` where there are more than `maximumPoints`.
    init(
        _ resolved: ResolvedScope, _ request: HistoryRequest, zone: Zone, maximumPoints: Int?, in archive: Archive,
        _ damages: inout Damages
    ) throws {
        (self.resolved, self.request, self.zone) = (resolved, request, zone)
        let units = Set(resolved.sources.map(\.description.unit))
        unit = units.count == 1 ? units.first ?? .milliseconds : .milliseconds
        for source in resolved.sources {
            guard let oldest = damages.take(try archive.oldestWindow(of: source)), oldest.end <= request.end else {
                continue
            }
            firstCollected = min(firstCollected ?? oldest.end, oldest.end)
            try read(source, from: oldest, in: archive, most: maximumPoints, &damages)
            if let most = maximumPoints, values > most {
                throw RequestError.tooManyPointsInAll(most, step: request.step)
            }
        }
    }

    private mutating func read(
        _ source: Source, from oldest: Window, in archive: Archive, most: Int?, _ damages: inout Damages
    ) throws(ArchiveError) {
        let range = Window.ended(in: request.start, request.end)
        var expected = max(oldest, range.lowerBound)
        let (step, zone) = (request.step, zone)
        let left = try resolved.forEachStretch(
            of: source, in: range, newestFirst: false,
            stepEnd: { Window(endedAt: step.end(ofStepHolding: $0.end, in: zone)) }, from: archive, byClass: true
        ) { stretch in
            for run in stretch.collected {
                note(missing: expected, before: run.lowerBound)
                expected = run.upperBound.advanced(by: 1)
            }
            areCut.insert(stretch.isCutHour)
            add(stretch, of: source)
            return most.map { values <= $0 } ?? true
        }
        damages.add(left)
        note(missing: expected, before: range.upperBound.advanced(by: 1))
    }

    private mutating func note(missing first: Window, before next: Window) {
        guard first < next else { return }
        missing.append(
            HistoryAnswer.Stretch(start: max(request.start, first.start), end: next.advanced(by: -1).end))
    }

    private mutating func add(_ stretch: StepAggregate, of source: Source) {
        let end = request.step.end(ofStepHolding: stretch.last.end, in: zone)
        var part = steps.removeValue(forKey: end) ?? Step()
        for run in stretch.counted { part.counted.formUnion(run.windows) }
        if stretch.resolution == .hour { part.resolution = .hour }
        for value in stretch.models {
            let (labels, tag) = resolved.divided(value.series.labels, of: source)
            let key = resolved.key(of: value.model, labels: labels, in: source)
            if part.values[key] == nil { values += 1 }
            let histogram = value.histogram.converted(from: source.description.unit, to: unit)
            let classes = tag.map { [$0: histogram.requests] } ?? [:]
            part.values[key, default: Value()].add(
                Value(histogram: histogram, quality: value.quality, classes: classes))
        }
        steps[end] = part
    }

    /// - Parameters:
    ///   - kind: of counters, steps in which nothing was counted have a point, too: there were samples.
    ///   - lacking: why nothing belongs to what was asked.
    func answer(_ kind: SummaryAnswer.Kind, lacking: EmptyReason?) -> HistoryAnswer {
        var points: [SeriesKey: [HistoryAnswer.Point]] = [:]
        for (end, step) in steps.sorted(by: { $0.key < $1.key }) {
            for (key, value) in withAllModels(step.values)
            where kind != .latency || value.histogram.requests > 0 {
                points[key, default: []].append(point(value, min(end, request.end), step, kind))
            }
        }
        let models = points.sorted { Self.isOrdered($0.key, $1.key) }.map { key, points in
            HistoryAnswer.Model(model: key.model, labels: key.labels, points: points)
        }
        var answer = HistoryAnswer(
            request: request, models: models, missing: Self.merged(missing),
            quiet: resolved.scope.mergesModels ? [QuestionScope.allModels: quiet] : [:],
            firstCollected: firstCollected,
            emptyReason: models.isEmpty
                ? firstCollected == nil
                    ? .neverCollected : lacking ?? (areCut == [true] ? .cutHours : .noTraffic) : nil)
        answer.measure = resolved.isUsual ? nil : resolved.measure
        answer.labelNames = resolved.scope.by
        answer.kind = kind
        answer.isOfIntervals = resolved.measure?.countsIntervals ?? false
        return answer
    }

    /// The ends of the steps in which there were samples of some model, but no requests of any.
    private var quiet: [Int] {
        steps.filter { !$0.value.values.isEmpty && $0.value.values.allSatisfy { $0.value.histogram.requests == 0 } }
            .map { min($0.key, request.end) }.sorted()
    }

    private func point(
        _ value: Value, _ end: Int, _ step: Step, _ kind: SummaryAnswer.Kind
    ) -> HistoryAnswer.Point {
        var point = HistoryAnswer.Point(
            time: end,
            percentiles: kind == .latency
                ? Percentiles(of: value.histogram, unit: unit) : Percentiles(p50: nil, p95: nil, p99: nil, mean: nil),
            requests: value.histogram.requests, windows: step.counted.count, quality: value.quality,
            resolution: step.resolution)
        point.classes = value.classes
        // Of token histograms the sums are in millionths of a token.
        point.tokens = kind == .tokens ? value.histogram.sumMicroseconds.map { ($0 + 500_000) / 1_000_000 } : nil
        return point
    }

    private func withAllModels(_ values: [SeriesKey: Value]) -> [SeriesKey: Value] {
        guard resolved.scope.mergesModels else { return values }
        var sums: [SeriesKey: Value] = [:]
        for (key, value) in values {
            sums[SeriesKey(QuestionScope.allModels, labels: key.labels), default: Value()].add(value)
        }
        // A server may have a model of this name.
        return values.merging(sums) { _, sum in sum }
    }

    /// All models together come last.
    private static func isOrdered(_ left: SeriesKey, _ right: SeriesKey) -> Bool {
        let (isLast, others) = (left.model == QuestionScope.allModels, right.model == QuestionScope.allModels)
        return isLast == others ? left < right : others
    }

    /// Stretches that were missing of one source or more, each once.
    private static func merged(_ stretches: [HistoryAnswer.Stretch]) -> [HistoryAnswer.Stretch] {
        stretches.sorted { $0.start < $1.start }.reduce(into: []) { merged, stretch in
            guard let last = merged.last, stretch.start <= last.end else { return merged.append(stretch) }
            merged[merged.count - 1] = HistoryAnswer.Stretch(start: last.start, end: max(last.end, stretch.end))
        }
    }
}
