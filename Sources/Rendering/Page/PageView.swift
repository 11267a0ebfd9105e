import Latency
import Questions
import Support

/// What a visitor chose: the part of a page's address after the `?`, and the language.
package struct PageView: Hashable, Sendable {
    package let language: Language
    /// The language as the address names it, which links hand on; nil where the browser chose it.
    let askedLanguage: String?
    /// What links begin with: the path of this server below a proxy's host, as in `/status/`; empty where links are relative.
    let top: String
    package var parameters: QueryParameters
    var order: StatusOrder
    /// What models' names must contain, whatever the case; empty for all.
    var filter: String

    /// `language` is the one to speak, `askedLanguage` what the address names, if it does. An unknown `sort` is not taken.
    /// Relative links work below any path of a proxy, but not at `/status` without the slash: `top` is for that.
    package init(
        parameters: QueryParameters, language: Language, askedLanguage: String? = nil, top: String = "",
        sort: String? = nil, filter: String? = nil
    ) {
        self.top = top
        self.parameters = parameters
        self.language = language
        self.askedLanguage = askedLanguage.flatMap(Language.init(rawValue:))?.rawValue
        order = sort.flatMap(StatusOrder.init) ?? StatusOrder()
        self.filter = filter ?? ""
    }

    /// The list of all models, as this visitor sees it.
    func statusLink(order: StatusOrder? = nil, language: Language? = nil) -> String {
        address(
            "",
            common(language)
                + [("sort", (order ?? self.order).asParameter), ("q", filter.isEmpty ? nil : filter)])
    }

    /// The list of all models of another source, in its usual order.
    func link(to source: SourceID) -> String {
        address(
            "", [("lang", askedLanguage), ("source", source.name.text), ("metric_name", source.metric.text)])
    }

    func modelLink(_ model: Name, hours: String? = nil, language: Language? = nil) -> String {
        address("model", common(language) + conditions + [("name", model.text), ("hours", hours)])
    }

    /// A model's page in another source, of the measure and the label values that this view is of.
    func modelLink(_ model: Name, in source: Name, hours: String?) -> String {
        var other = self
        (other.parameters.source, other.parameters.metricName) = (source, nil)
        other.parameters.set("where", conditions(without: QuestionScope.sourceLabel))
        return other.modelLink(model, hours: hours)
    }

    /// A model's page of one value of a label; nil for all of them.
    func modelLink(_ model: Name, of label: ModelLabel, _ value: Name?, hours: String?) -> String {
        var other = self
        let rest = conditions(without: label.name)
        other.parameters.set("where", rest + (value.map { [Name("\(label.name)=\($0)")] } ?? []))
        return other.modelLink(model, hours: hours)
    }

    /// The list of all models by another measure of the same source.
    func link(to source: SourceID, measure: Name) -> String {
        address("", [("lang", askedLanguage), ("source", source.name.text), ("measure", measure.text)])
    }

    /// What the address names.
    private var measure: String? { parameters["measure"] }

    /// The API's answer, a chart or a badge of a model, at this path.
    func resourceLink(_ path: String, model: Name, hours: String? = nil) -> String {
        address(
            path,
            common(nil).filter { $0.name != "lang" } + conditions + [("model_name", model.text), ("hours", hours)])
    }

    /// The label values that a model's page is of.
    private var conditions: [(name: String, value: String?)] {
        parameters.all("where").map { ("where", $0.text) }
    }

    private func conditions(without label: Name) -> [Name] {
        parameters.all("where").filter { QuestionScope.condition($0)?.label != label }
    }

    /// The choices that every link hands on.
    private func common(_ language: Language?) -> [(name: String, value: String?)] {
        [
            ("lang", language?.rawValue ?? askedLanguage), ("source", parameters.source?.text),
            ("metric_name", parameters.metricName?.text), ("measure", measure), ("at", parameters.at),
        ]
    }

    /// Where the list of all models is, without any choice.
    var home: String { address("", []) }

    private func address(_ path: String, _ query: [(name: String, value: String?)]) -> String {
        let place = top + path
        let pairs = query.compactMap { pair in pair.value.map { "\(pair.name)=\(PercentEncoding.encode($0))" } }
        return (place.isEmpty ? "./" : place) + (pairs.isEmpty ? "" : "?\(pairs.joined(separator: "&"))")
    }
}
