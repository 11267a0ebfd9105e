import Archive
import Latency

/// What `p95` and `all` ask.
struct LatestRequest {
    static let parameters = QuestionScope.parameters.union(["format"])

    private let scope: QuestionScope
    private let choice: SourceChoice

    init(_ parameters: QueryParameters, in context: QuestionContext) throws(RequestError) {
        scope = try QuestionScope(parameters, now: context.now)
        choice = try SourceChoice(parameters, now: context.now)
    }

    func answer(from archive: Archive?) throws -> LatestAnswer {
        guard let archive else { return LatestAnswer(now: scope.now, entries: [], emptyReason: .neverCollected) }
        var damages = Damages()
        var answer =
            scope.isPlain ? try plain(archive, &damages) : try scoped(archive, &damages)
        answer.damages.add(damages)
        return answer
    }

    /// Of one source, model by model.
    private func plain(_ archive: Archive, _ damages: inout Damages) throws -> LatestAnswer {
        let source = try choice.single(in: archive, &damages)
        var answer = try LatestReport.answer(
            archive: archive, source: source, model: scope.models.first, now: scope.now)
        guard let source, let measure = scope.measure else { return answer }
        try source.requirePercentiles(of: measure)
        answer.isOfIntervals = measure.countsIntervals
        answer.measure = try choice.isUsual(source, in: archive, &damages) ? nil : measure
        return answer
    }

    private func scoped(_ archive: Archive, _ damages: inout Damages) throws -> LatestAnswer {
        let resolved = try ResolvedScope(ofFirst: scope, in: archive, &damages)
        for source in resolved.sources { try source.requirePercentiles(of: resolved.measure ?? "") }
        let entries = try ScopedLatest(resolved, in: archive, &damages).entries(withAllModels: scope.mergesModels)
        var answer = LatestAnswer(
            now: scope.now, entries: entries,
            emptyReason: entries.isEmpty ? try resolved.emptyReason(in: archive, &damages) ?? .noTraffic : nil)
        answer.labelNames = scope.by
        answer.measure = resolved.isUsual ? nil : resolved.measure
        answer.isOfIntervals = resolved.measure?.countsIntervals ?? false
        return answer
    }
}

extension Source {
    /// Refuses what has no latencies: counters, and histograms of tokens.
    func requirePercentiles(of measure: Name) throws(RequestError) {
        if !hasLatencies(of: measure) { throw .noPercentiles(measure) }
    }

    /// - Parameter measure: nil where nobody says what it measures: then its kind decides.
    func hasLatencies(of measure: Name?) -> Bool {
        description.kind != .counter && (measure.flatMap { Measure(rawValue: $0.text) }?.isLatency ?? true)
    }
}
