import Archive
import Latency
import Support

/// What an archive has of a question's scope: the sources that measure it, and which of their series are wanted.
package struct ResolvedScope: Sendable {
    package let scope: QuestionScope
    /// What the answer is of; nil where the archive has no source at all.
    package let measure: Name?
    /// Whether that is what the question is of where nobody says a measure.
    package let isUsual: Bool
    /// Those that measure it and are asked for, in the order in which they were first seen; one of each name.
    package let sources: [Source]
    /// What all sources of the archive measure.
    package let measures: SourceMeasures
    /// Every model that one of `sources` ever had a sample of, by name.
    package let knownModels: [Name]
    /// The models that are asked for; nil for all.
    package let models: Set<Name>?

    /// Without an archive.
    init(empty scope: QuestionScope) {
        self.scope = scope
        (measure, sources, measures, knownModels, models) = (nil, [], SourceMeasures([]), [], nil)
        isUsual = true
    }

    /// Resolves a scope of a question for which models of one name are one: without a measure, it is about `e2e`, else about
    /// what was collected first.
    ///
    /// Throws `RequestError` for sources, measures, metrics and labels that the archive does not have, and where measure and
    /// metric disagree.
    package init(_ scope: QuestionScope, in archive: Archive, _ damages: inout Damages) throws {
        let all = try archive.sources()
        let measures = SourceMeasures(all)
        let named = try Self.named(scope, among: all, measures)
        let collected = try scope.collected(named, in: archive, &damages)
        // A metric was said in place of a measure.
        let unsaid = scope.metric == nil ? measures.usual(of: collected) : collected.first.map(measures.measure)
        let measure = scope.measure ?? unsaid
        let others = all.filter { scope.sources.isEmpty || scope.sources.contains($0.description.name) }
        try self.init(
            scope, measure, collected.filter { measures.measure(of: $0) == measure }, measures, archive, &damages,
            isUsual: measure == measures.usual(of: others))
        try checkLabels(all)
    }

    /// Resolves a scope of a question that is about one source unless it says otherwise, and without a measure about what was
    /// collected first.
    ///
    /// Throws as above, and where there are several sources and nothing says which, or what is to be done with them.
    init(ofFirst scope: QuestionScope, in archive: Archive, _ damages: inout Damages) throws {
        let all = try archive.sources()
        let measures = SourceMeasures(all)
        var collected = try scope.collected(Self.named(scope, among: all, measures), in: archive, &damages)
        if !scope.allowsSeveralSources, Set(collected.map(\.description.name)).count > 1 {
            let usual = collected.filter { $0.description.name == scope.usualSource }
            if usual.isEmpty {
                throw RequestError.severalSources(collected.map(\.description.id), usual: scope.usualSource)
            }
            collected = usual
        }
        let names = Set(collected.map(\.description.name))
        let first = try scope.collected(all.filter { names.contains($0.description.name) }, in: archive, &damages).first
        let measure = scope.measure ?? collected.first.map(measures.measure)
        try self.init(
            scope, measure, collected.filter { measures.measure(of: $0) == measure }, measures, archive, &damages,
            isUsual: measure == first.map(measures.measure))
        try checkLabels(all)
    }

    /// The same question about another measure of the same sources and models; `sources` is empty where none has it.
    package func about(_ other: Measure, in archive: Archive, _ damages: inout Damages) throws -> ResolvedScope {
        try about(Name(other.rawValue), in: archive, &damages)
    }

    /// The same of a measure that may be none of the known ones.
    func about(_ name: Name, in archive: Archive, _ damages: inout Damages) throws -> ResolvedScope {
        let all = try archive.sources().filter { source in
            scope.sources.isEmpty || scope.sources.contains(source.description.name)
        }
        return try ResolvedScope(
            scope, name, all.filter { measures.measure(of: $0) == name }, measures, archive, &damages)
    }

    /// About one measure of some sources.
    init(
        _ scope: QuestionScope, _ measure: Name?, _ sources: [Source], _ measures: SourceMeasures, _ archive: Archive,
        _ damages: inout Damages, isUsual: Bool = false
    ) throws {
        (self.scope, self.measure, self.sources, self.measures) = (scope, measure, sources, measures)
        self.isUsual = isUsual
        var known: Set<Name> = []
        for source in sources { known.formUnion(damages.take(try archive.models(of: source))) }
        knownModels = known.sorted()
        models = scope.models(among: known)
    }

    /// Why an answer is empty that no series belongs to; nil where there are some.
    func emptyReason(in archive: Archive, _ damages: inout Damages) throws(ArchiveError) -> EmptyReason? {
        if sources.isEmpty { return .neverCollected }
        guard let models, models.isEmpty, let asked = scope.models.first else { return nil }
        return try .unknownModel(asked, among: knownModels, of: sources, in: archive, &damages)
    }

    /// Whether the numbers of the measure are times. What no table knows is taken for one where it is a histogram.
    package var isLatency: Bool {
        guard let measure, let known = Measure(rawValue: measure.text) else {
            return sources.allSatisfy { $0.description.kind != .counter }
        }
        return known.isLatency
    }

    /// What is counted.
    var kind: SummaryAnswer.Kind {
        if isLatency { return .latency }
        return sources.contains { $0.description.kind != .counter } ? .tokens : .counter
    }

    /// Whether the classes of a counter are to be told though the answer is not divided by them.
    private func tellsClasses(of source: Source) -> Bool {
        source.description.classLabel != nil && !scope.by.contains(Self.classLabel)
    }

    /// What the classes of requests and errors are called among labels.
    private static let classLabel: Name = "class"

    /// Which series of a source are read with their classes.
    func seriesByClass(of source: Source) -> SeriesSelection {
        var selection = series(of: source)
        if tellsClasses(of: source) { selection.by.append(Self.classLabel) }
        return selection
    }

    /// The values that the answer is divided by, and the class, of those that `seriesByClass` names.
    func divided(_ labels: [Name], of source: Source) -> (labels: [Name], class: Name?) {
        tellsClasses(of: source) ? (Array(labels.dropLast()), labels.last) : (labels, nil)
    }

    /// Which series of a source are read, and by which labels they stay apart.
    package func series(of source: Source) -> SeriesSelection {
        SeriesSelection(
            models: models, where: scope.wanted, by: scope.by.filter { $0 != QuestionScope.sourceLabel })
    }

    /// Where in the answer a series of a source belongs. `labels` are the values of `series(of:).by`.
    package func key(of model: Name, labels: [Name], in source: Source) -> SeriesKey {
        SeriesKey(model, labels: labels).divided(by: scope.by, in: source)
    }

    /// The sources of the names, the measure and the metric that were said.
    static func named(
        _ scope: QuestionScope, among all: [Source], _ measures: SourceMeasures
    ) throws(RequestError) -> [Source] {
        guard !all.isEmpty else { return [] }
        let known = Set(all.map(\.description.name))
        if let unknown = scope.sources.first(where: { !known.contains($0) }) {
            throw .unknownSource(name: unknown, metric: scope.metric, known: all.map(\.description.id))
        }
        let own = all.filter { scope.sources.isEmpty || scope.sources.contains($0.description.name) }
        let ofMetric = own.filter { scope.metric == nil || $0.description.metric == scope.metric }
        if ofMetric.isEmpty {
            throw .unknownSource(name: scope.sources.first, metric: scope.metric, known: all.map(\.description.id))
        }
        guard let measure = scope.measure else { return ofMetric }
        if let metric = scope.metric, let other = ofMetric.first, measures.measure(of: other) != measure {
            throw .measureDiffers(measure, metric: metric, of: measures.measure(of: other))
        }
        let found = ofMetric.filter { measures.measure(of: $0) == measure }
        if found.isEmpty { throw .unknownMeasure(measure, known: own.map(measures.measure)) }
        return found
    }

    private func checkLabels(_ all: [Source]) throws(RequestError) {
        try scope.checkLabels(Set(all.flatMap(\.description.seriesLabels)))
    }
}

extension SeriesKey {
    /// Where in an answer, which `labels` divide, it belongs: a series of a source that is kept apart by those of them that are
    /// not the source.
    func divided(by labels: [Name], in source: Source) -> SeriesKey {
        guard labels.contains(QuestionScope.sourceLabel) else { return self }
        var rest = self.labels[...]
        return SeriesKey(
            model,
            labels: labels.map { $0 == QuestionScope.sourceLabel ? source.description.name : rest.popFirst() ?? "" })
    }
}

extension QuestionScope {
    /// Throws where a label is named that is none of those that counts are kept by, nor the source.
    func checkLabels(_ labels: Set<Name>) throws(RequestError) {
        let known = labels.union([Self.sourceLabel])
        for label in by + wanted.keys.sorted() where !known.contains(label) {
            throw .unknownLabel(label, known: known.sorted())
        }
    }
}

extension QuestionScope {
    /// Those of some sources that had collected a window by the moment that is asked about, if any had: a first attempt
    /// with a wrong name must not stand in the way of every later question.
    func collected(_ sources: [Source], in archive: Archive, _ damages: inout Damages) throws -> [Source] {
        let collected = try sources.filter { source in
            guard let oldest = damages.take(try archive.oldestWindow(of: source)) else { return false }
            return oldest.end <= now
        }
        return collected.isEmpty ? sources : collected
    }
}
