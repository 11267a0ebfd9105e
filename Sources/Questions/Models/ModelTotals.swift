import Archive
import Latency
import Objectives

/// What was measured of models over a stretch of time by the sources of one name, or by all together.
struct ModelTotals {
    private let measures: SourceMeasures
    /// By measure.
    private var totals: [Name: (read: RangeTotals, entries: [SeriesKey: RangeTotals.Total], sources: [Source])] = [:]
    private let thresholds: ThresholdChoice
    private let scope: QuestionScope
    /// Of the one source that this is about, in the windows that requests were collected in; none where it counts no errors, and of
    /// several sources.
    private var errors: [CountedWindows: ErrorCounts] = [:]

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
        var errors: ResolvedScope?
        let wanted = Set((Self.latencies + counts).map { Name($0.rawValue) }).union(others)
        for (measure, own) in Dictionary(grouping: sources, by: measures.measure) where wanted.contains(measure) {
            let resolved = try ResolvedScope(scope, measure, own, measures, archive, &damages)
            let read = try RangeTotals(of: resolved, in: range.windows, from: archive, &damages)
            let entries = Dictionary(read.totals.map { ($0.key, $0) }) { first, _ in first }
            totals[measure] = (read, entries, own)
            if measure == Self.name(.errors), names.count == 1 { errors = resolved }
        }
        if let errors { try readErrors(errors, from: archive, &damages) }
    }

    /// Beside everything that may count the requests. Mostly all of a source is collected in the same windows.
    private mutating func readErrors(
        _ resolved: ResolvedScope, from archive: Archive, _ damages: inout Damages
    ) throws {
        guard let source = resolved.sources.first else { return }
        for (read, _, _) in totals.values {
            let requests = read.collected(of: 0)
            if errors[requests] != nil { continue }
            errors[requests] = try ErrorCounts(of: source, resolved, beside: requests, from: archive, &damages)
        }
    }

    /// What had samples.
    func keys(of measure: Name) -> Set<SeriesKey> { Set(totals[measure]?.entries.keys.map(\.self) ?? []) }

    func cell(_ measure: Name, of key: SeriesKey) -> MeasureCell {
        guard let (read, entries, sources) = totals[measure], let source = sources.first else {
            return MeasureCell(why: .notMeasured)
        }
        guard read.wasCollected else { return MeasureCell(why: .notCollected) }
        guard let total = entries[key] else { return MeasureCell(why: isDivided(sources) ? .noData : .notMeasured) }
        return MeasureCell(
            total, unit: read.unit,
            thresholds: thresholds.thresholds(for: measure, metric: source.description.metric, of: key.model))
    }

    /// Requests a minute of the time that they were counted in: by a counter of them, else by what the whole request, else the entry's
    /// own measure counts.
    func requestsPerMinute(of key: SeriesKey, own: Name) -> Double? {
        guard let total = requests(of: key, own: own)?.total else { return nil }
        return total.perMinute(\.requests)
    }

    /// How many requests failed, of how many; nil where nothing measures errors, or nothing of the model.
    func failures(of key: SeriesKey, own: Name) -> (errors: Int, all: Int)? {
        guard let found = requestMeasure(of: key, own: own), let source = found.sources.first,
            let errors = errors[found.read.collected(of: 0)], let failed = errors.count(key, beside: source, scope)
        else { return nil }
        let requests = found.entries[key]?.histogram.requests
        // Of a model of which nothing is known but the errors they are all.
        let namesAlike = errors.source.description.modelLabel == source.description.modelLabel
        if requests == nil, failed == 0 || !namesAlike { return nil }
        return (failed, ErrorShare.all(failed, of: errors.source, requests: requests ?? 0, of: source))
    }

    /// Of the time that they were counted in.
    func outputTokensPerSecond(of key: SeriesKey) -> Double? {
        guard let tokens = totals[Self.name(.outputTokens)], let total = tokens.entries[key] else { return nil }
        if tokens.sources.allSatisfy({ $0.description.kind == .counter }) {
            return total.perMinute(\.requests).map { $0 / 60 }
        }
        // Of token histograms the sums are in millionths of a token.
        return total.perMinute(\.sumMicroseconds).map { $0 / 60e6 }
    }

    private func requests(of key: SeriesKey, own: Name) -> (total: RangeTotals.Total, sources: [Source])? {
        requestMeasure(of: key, own: own).flatMap { found in found.entries[key].map { ($0, found.sources) } }
    }

    /// What counts the requests of an entry: a counter of them, else the latency of whole requests, else the entry's own measure; the
    /// first of these where none has it.
    private func requestMeasure(of key: SeriesKey, own: Name) -> (
        read: RangeTotals, entries: [SeriesKey: RangeTotals.Total], sources: [Source]
    )? {
        // Of intervals between tokens nobody knows how many requests they were.
        let measures = [Self.name(.requests), Self.name(.e2e)] + (own == Self.name(.itl) ? [] : [own])
        let found = measures.compactMap { totals[$0] }
        return found.first { $0.entries[key] != nil } ?? found.first
    }

    /// Whether counts of some sources are kept by all labels that divide the answer or choose what is in it.
    private func isDivided(_ sources: [Source]) -> Bool {
        sources.contains { source in scope.labels.allSatisfy(source.description.seriesLabels.contains) }
    }

    private static func name(_ measure: Measure) -> Name { Name(measure.rawValue) }
}
