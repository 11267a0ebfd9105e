import Archive
import Latency
import Objectives

/// Which sources of an archive measure what objectives are about.
struct ObjectiveSources {
    private let sources: [Source]
    private let measures: SourceMeasures
    private let models: [Int: Set<Name>]

    init(_ scope: QuestionScope, in archive: Archive, _ damages: inout Damages) throws {
        // Refuses names that there are not.
        let all = try archive.sources()
        measures = SourceMeasures(all)
        let known = Set(all.map(\.description.name))
        if let unknown = scope.sources.first(where: { !known.contains($0) }), !all.isEmpty {
            throw RequestError.unknownSource(name: unknown, metric: nil, known: all.map(\.description.id))
        }
        sources = all.filter { scope.sources.isEmpty || scope.sources.contains($0.description.name) }
        models = Dictionary(
            uniqueKeysWithValues: try sources.map { source in
                (source.id, Set(damages.take(try archive.models(of: source))))
            })
    }

    var isEmpty: Bool { sources.isEmpty }

    /// What measures it, each with what counts the errors of the same name, if that names models by the same label. Errors are
    /// requests: where tokens are counted, there are none.
    func measuring(_ measure: Name, metric: Name? = nil) -> [(latency: Source, errors: Source?)] {
        let own = sources.filter {
            measures.measure(of: $0) == measure && $0.description.kind == .histogram
                && (metric == nil || $0.description.metric == metric)
        }
        return own.map { latency in
            let errors = sources.first {
                $0.description.name == latency.description.name
                    && measures.measure(of: $0).text == Measure.errors.rawValue
                    && $0.description.modelLabel == latency.description.modelLabel
            }
            return (latency, measure.text == Measure.itl.rawValue ? nil : errors)
        }
    }

    /// The measure of questions that name none: `e2e`, else that of what was collected first.
    var usualMeasure: Name? {
        let histograms = sources.filter { $0.description.kind == .histogram }.map(measures.measure)
        let usual = Name(Measure.e2e.rawValue)
        return histograms.contains(usual) ? usual : histograms.first
    }

    func models(of sources: [(latency: Source, errors: Source?)]) -> Set<Name> {
        sources.reduce(into: []) { $0.formUnion(models[$1.latency.id] ?? []) }
    }
}
