import Archive
import Latency

/// What was measured of models over a stretch of time by the sources of one name, or by all together.
struct ModelTotals {
    private let measures: SourceMeasures
    /// By measure.
    private var totals: [Name: (read: RangeTotals, models: [Name: RangeTotals.Total], sources: [Source])] = [:]
    private let thresholds: ThresholdChoice
    private let scope: QuestionScope
    /// Of the one source that this is about; nil where it counts none, and of several.
    private var errors: ErrorCounts?

    /// The measures that answers have, in their order.
    static let latencies = Measure.allCases.filter(\.isLatency)

    /// - Parameters:
    ///   - sources: all metrics of them.
    ///   - others: what else is read, though it is none of the known measures.
    init(
        of sources: [Source], and others: Set<Name>, _ scope: QuestionScope, _ measures: SourceMeasures,
        in range: TimeRange, _ thresholds: ThresholdChoice, from archive: Archive, _ damages: inout Damages
    ) throws {
        (self.measures, self.thresholds, self.scope) = (measures, thresholds, scope)
        let counts: [Measure] = [.requests, .errors, .outputTokens]
        let names = Set(sources.map(\.description.name))
        let wanted = Set((Self.latencies + counts).map { Name($0.rawValue) }).union(others)
        for (measure, own) in Dictionary(grouping: sources, by: measures.measure) where wanted.contains(measure) {
            let resolved = try ResolvedScope(scope, measure, own, measures, archive, &damages)
            let read = try RangeTotals(of: resolved, in: range.windows, from: archive, &damages)
            let models = Dictionary(read.totals.map { ($0.key.model, $0) }) { first, _ in first }
            totals[measure] = (read, models, own)
            if measure == Self.name(.errors), names.count == 1, let source = own.first {
                errors = try ErrorCounts(of: source, resolved, in: range.windows, from: archive, &damages)
            }
        }
    }

    func cell(_ measure: Name, of model: Name) -> MeasureCell {
        guard let (read, models, sources) = totals[measure], let source = sources.first else {
            return MeasureCell(why: .notMeasured)
        }
        guard read.wasCollected else { return MeasureCell(why: .notCollected) }
        guard let total = models[model] else { return MeasureCell(why: .noData) }
        return MeasureCell(
            total, unit: read.unit,
            thresholds: thresholds.thresholds(for: measure, metric: source.description.metric, of: model))
    }

    /// Requests a minute of the time that they were counted in: by a counter of them, else by what the whole request, else the entry's
    /// own measure counts.
    func requestsPerMinute(of model: Name, own: Name) -> Double? {
        guard let total = requests(of: model, own: own)?.total else { return nil }
        return total.perMinute(\.requests)
    }

    /// How many requests failed, of how many; nil where nothing measures errors, or nothing of the model.
    func failures(of model: Name, own: Name) -> (errors: Int, all: Int)? {
        guard let errors, let found = requestMeasure(of: model, own: own), let source = found.sources.first,
            let failed = errors.count(
                SeriesKey(model), beside: source, collected: found.read.collectedWindows(of: 0), scope)
        else { return nil }
        let requests = found.models[model]?.histogram.requests
        // Of a model of which nothing is known but the errors they are all.
        let namesAlike = errors.source.description.modelLabel == source.description.modelLabel
        if requests == nil, failed == 0 || !namesAlike { return nil }
        return (failed, ErrorShare.all(failed, of: errors.source, requests: requests ?? 0, of: source))
    }

    /// Of the time that they were counted in.
    func outputTokensPerSecond(of model: Name) -> Double? {
        guard let tokens = totals[Self.name(.outputTokens)], let total = tokens.models[model] else { return nil }
        if tokens.sources.allSatisfy({ $0.description.kind == .counter }) {
            return total.perMinute(\.requests).map { $0 / 60 }
        }
        // Of token histograms the sums are in millionths of a token.
        return total.perMinute(\.sumMicroseconds).map { $0 / 60e6 }
    }

    private func requests(of model: Name, own: Name) -> (total: RangeTotals.Total, sources: [Source])? {
        requestMeasure(of: model, own: own).flatMap { found in found.models[model].map { ($0, found.sources) } }
    }

    /// What counts the requests of a model: a counter of them, else the latency of whole requests, else the entry's own measure; the
    /// first of these where none has the model.
    private func requestMeasure(of model: Name, own: Name) -> (
        read: RangeTotals, models: [Name: RangeTotals.Total], sources: [Source]
    )? {
        // Of intervals between tokens nobody knows how many requests they were.
        let measures = [Self.name(.requests), Self.name(.e2e)] + (own == Self.name(.itl) ? [] : [own])
        let found = measures.compactMap { totals[$0] }
        return found.first { $0.models[model] != nil } ?? found.first
    }

    private static func name(_ measure: Measure) -> Name { Name(measure.rawValue) }
}
