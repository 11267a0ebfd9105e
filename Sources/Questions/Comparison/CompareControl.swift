import Archive
import Latency

/// What a comparison tells beside it of the same time: what happened to others, too, is not the model's own.
package enum CompareControl: Hashable, Sendable {
    case none
    /// The other models of the answer, together.
    case others
    /// Another model.
    case model(Name)
    /// The same model, or another one, of another source, or with other values of labels; these as `label=value`.
    case elsewhere(Name?, source: Name?, wanted: [Name])

    /// The parameters that say it; those of `repeatable` may be given several times.
    static let parameters = repeatable.union(["with", "with_source"])
    static let repeatable: Set = ["with_where"]

    init(_ parameters: QueryParameters) throws(RequestError) {
        let (model, source) = (parameters.all("with").first, parameters.all("with_source").first)
        let wanted = parameters.all("with_where")
        for text in wanted {
            guard let label = QuestionScope.condition(text)?.label, label != QuestionScope.sourceLabel else {
                throw .badWhere(text.text, parameter: "with_where")
            }
        }
        if source != nil || !wanted.isEmpty {
            self = .elsewhere(model, source: source, wanted: wanted)
        } else {
            self = model.map { .model($0) } ?? .others
        }
    }

    var source: Name? { if case .elsewhere(_, let source, _) = self { source } else { nil } }
    var wanted: [Name] { if case .elsewhere(_, _, let wanted) = self { wanted } else { [] } }

    /// The models that are read where some are asked for; nil for all.
    func models(beside asked: Set<Name>?) -> Set<Name>? {
        switch self {
        case .others: nil
        case .model(let name): asked?.union([name])
        case .none, .elsewhere: asked
        }
    }

    /// What is read beside what the question is about; nil where that has it all. Throws where there is no such source or label.
    func scope(
        _ resolved: ResolvedScope, _ parameters: QueryParameters, in archive: Archive, _ damages: inout Damages
    ) throws -> ResolvedScope? {
        guard case .elsewhere(let model, let source, let wanted) = self else { return nil }
        let labels = Set(wanted.compactMap { QuestionScope.condition($0)?.label })
        func isKept(_ label: Name) -> Bool {
            !labels.contains(label) && (source == nil || label != QuestionScope.sourceLabel)
        }
        var other = parameters
        if let source { other.set("source", [source]) }
        if let model { other.set("model_name", [model]) }
        let kept = parameters.all("where").filter { QuestionScope.condition($0).map { isKept($0.label) } ?? true }
        other.set("where", kept + wanted)
        other.set("by", parameters.all("by").filter(isKept))
        if parameters.metricName == nil, let measure = resolved.measure { other.set("measure", [measure]) }
        return try ResolvedScope(QuestionScope(other, now: resolved.scope.now), in: archive, &damages)
    }
}
