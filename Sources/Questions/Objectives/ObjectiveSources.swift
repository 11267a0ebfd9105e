import Archive
import Latency
import Objectives

/// Which sources of an archive measure what objectives are about.
struct ObjectiveSources {
    /// What measures the latency, and what counts the errors of the same name, if anything does.
    typealias Pair = (latency: Source, errors: Source?)

    private let sources: [Source]
    private let measures: SourceMeasures
    private let models: [Int: Set<Name>]
    /// The measure of questions that name none; nil where there are no latencies.
    let usualMeasure: Name?

    init(_ scope: QuestionScope, in archive: Archive, _ damages: inout Damages) throws {
        // Refuses names that there are not.
        let all = try archive.sources()
        measures = SourceMeasures(all)
        let known = Set(all.map(\.description.name))
        if let unknown = scope.sources.first(where: { !known.contains($0) }), !all.isEmpty {
            throw RequestError.unknownSource(name: unknown, metric: nil, known: all.map(\.description.id))
        }
        if !all.isEmpty { try scope.checkLabels(Set(all.flatMap(\.description.seriesLabels))) }
        sources = all.filter { scope.sources.isEmpty || scope.sources.contains($0.description.name) }
        models = Dictionary(
            uniqueKeysWithValues: try sources.map { source in
                (source.id, Set(damages.take(try archive.models(of: source))))
            })
        let latencies = sources.filter {
            $0.description.kind != .counter && (scope.metric ?? $0.description.metric) == $0.description.metric
        }
        usualMeasure = measures.usual(of: try scope.collected(latencies, in: archive, &damages))
    }

    /// Why there is nothing of what was asked.
    func emptyReason(
        of scope: QuestionScope, in archive: Archive, _ damages: inout Damages
    ) throws(ArchiveError) -> EmptyReason {
        if sources.isEmpty { return .neverCollected }
        let known = Set(sources.flatMap { models[$0.id] ?? [] })
        guard let asked = scope.models.first, scope.models(among: known)?.isEmpty == true else { return .noTraffic }
        return try .unknownModel(asked, among: known.sorted(), of: sources, in: archive, &damages)
    }

    /// What measures it, each with what counts the errors of the same name: by the same label for models if there is such a
    /// counter, else by another one, which tells that there are errors and not whose. Errors are requests: where tokens are counted,
    /// there are none. A source that tells a mean alone counts requests of which nobody knows how
    /// many were fast.
    func measuring(_ measure: Name, metric: Name? = nil) -> [Pair] {
        let own = sources.filter {
            measures.measure(of: $0) == measure && $0.description.kind != .counter
                && (metric == nil || $0.description.metric == metric)
        }
        return own.map { latency in
            let errors = sources.filter {
                $0.description.name == latency.description.name
                    && measures.measure(of: $0).text == Measure.errors.rawValue
            }
            let alike = errors.first { $0.description.modelLabel == latency.description.modelLabel }
            return (latency, measure.countsIntervals ? nil : alike ?? errors.first)
        }
    }

    /// Refuses a measure and a metric that someone asked for, and that nothing has latencies of.
    func refuse(_ measure: Name, of scope: QuestionScope) throws(RequestError) {
        _ = try ResolvedScope.named(scope, among: sources, measures)
        let own = sources.filter { measures.measure(of: $0) == measure }
        if !own.isEmpty, own.allSatisfy({ $0.description.kind == .counter }) { throw .noPercentiles(measure) }
    }

    /// Those that have latencies or errors: of a model of which every request fails there may be nothing else.
    func models(of pairs: [Pair]) -> Set<Name> {
        pairs.flatMap { [$0.latency, Self.errorsByModel($0)] }.compactMap(\.self).reduce(into: []) {
            $0.formUnion(models[$1.id] ?? [])
        }
    }

    /// What counts the errors of the models that latencies are of; nil where nothing does, or by another label.
    static func errorsByModel(_ pair: Pair) -> Source? {
        pair.errors.flatMap { $0.description.modelLabel == pair.latency.description.modelLabel ? $0 : nil }
    }
}
