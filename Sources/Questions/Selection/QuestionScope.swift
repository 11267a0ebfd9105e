import Archive
import Latency
import Support

/// What a question is about, as someone said it: which measure of which sources, which models, and what divides the answer.
///
/// Flags and the parameters of an URL make the same value. `ResolvedScope` is what an archive has of it.
package struct QuestionScope: Hashable, Sendable {
    /// nil where nobody said it.
    package let measure: Name?
    package let metric: Name?
    /// Empty for all.
    package let sources: [Name]
    /// Names and patterns: see `models(among:)`. Empty for all.
    package let models: [Name]
    /// By label, the values that are wanted. `source` is none of them: those are `sources`.
    package let wanted: [Name: Set<Name>]
    /// The labels that divide a model, each once; `source` may be one.
    package let by: [Name]
    /// Whether it was said that models of one name are one, whichever source they are of.
    package let mergesSources: Bool
    /// Whether all models together are asked for, too.
    package let mergesModels: Bool
    /// The moment that the question is about, in seconds since 1970 UTC.
    package let now: Int
    /// Which of several sources is meant where the question can have but one, and nobody named it.
    let usualSource: Name?

    /// What names a source where labels are named.
    package static let sourceLabel: Name = "source"
    /// The entry of all models that were asked for.
    package static let allModels: Name = "(all)"

    /// The parameters that say it; those of `repeatable` may be given several times.
    package static let parameters = repeatable.union(["measure", "metric_name", "merge_sources", "merge_models", "at"])
    package static let repeatable: Set = ["source", "model_name", "where", "by"]

    /// Throws where a parameter can't be read, and where the answer is to be divided by sources and not.
    ///
    /// - Parameter now: in seconds since 1970 UTC; gives way to the parameter `at`.
    package init(_ parameters: QueryParameters, now: Int) throws(RequestError) {
        var (sources, wanted) = (parameters.all("source"), [Name: Set<Name>]())
        for text in parameters.all("where") {
            guard let (label, value) = Self.condition(text) else { throw .badWhere(text.text) }
            if label == Self.sourceLabel {
                sources.append(value)
            } else {
                wanted[label, default: []].insert(value)
            }
        }
        measure = parameters.all("measure").first
        metric = parameters.metricName
        (self.sources, models, self.wanted) = (sources, parameters.all("model_name"), wanted)
        by = parameters.all("by").reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        mergesSources = try parameters.flag("merge_sources")
        mergesModels = try parameters.flag("merge_models")
        self.now = try parameters.moment(now: now)
        usualSource = parameters.defaultSource
        if mergesSources, by.contains(Self.sourceLabel) { throw .mergesAndDivides }
    }

    /// Of `label=value`; nil where it is none.
    package static func condition(_ text: Name) -> (label: Name, value: Name)? {
        let scalars = text.text.unicodeScalars
        guard let end = scalars.firstIndex(of: "="), end != scalars.startIndex else { return nil }
        return (Name(String(scalars[..<end])), Name(String(scalars[scalars.index(after: end)...])))
    }

    /// Whether it needs no more than one source, read model by model: all or a single one, whose name is no pattern.
    var isPlain: Bool {
        let isOneModel = models.count <= 1 && models.allSatisfy { $0 == Name(ShellPattern.literal($0.text)) }
        return isOneModel && sources.count <= 1 && wanted.isEmpty && by.isEmpty && !mergesSources && !mergesModels
    }

    /// Whether several sources may answer.
    var allowsSeveralSources: Bool { !sources.isEmpty || mergesSources || by.contains(Self.sourceLabel) }

    /// The models that are asked for, of those that there are. A name that there is is meant literally; any other is a
    /// pattern in which `*` stands for any text, `?` for one character, and a backslash takes the next one as it is. nil
    /// for all.
    package func models(among known: some Collection<Name>) -> Set<Name>? {
        if models.isEmpty { return nil }
        let known = Set(known)
        return models.reduce(into: []) { found, asked in
            if known.contains(asked) {
                found.insert(asked)
            } else {
                let pattern = ShellPattern(asked.text)
                found.formUnion(known.filter(pattern.matches))
            }
        }
    }
}

extension SeriesKey {
    /// By which entries are sorted: all models together come last.
    var order: (Int, SeriesKey) { (model == QuestionScope.allModels ? 1 : 0, self) }
}
