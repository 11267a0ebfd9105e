import Latency
import Questions

/// The label values that a model's page can be of: a row of links for each label.
struct LabelSwitch {
    let labels: [ModelLabel]
    let model: Name
    let view: PageView

    /// More values than this are folded away.
    private static let most = 12

    var markup: Markup { Markup(labels.indices.map { row(labels[$0], place: $0) }) }

    private func row(_ label: ModelLabel, place: Int) -> Markup {
        let name = TerminalText.harmless(label.name)
        let links = [link(label, nil)] + label.values.map { link(label, $0) }
        let nav: Markup = "<nav class=\"sources\" aria-label=\"\(name)\"><span>\(name)</span>\(links)</nav>"
        guard label.values.count > Self.most else { return nav }
        let chosen = label.chosen.sorted().map(text).joined(separator: ", ")
        let title = label.chosen.isEmpty ? "\(name): \(label.values.count)" : "\(name): \(chosen)"
        return "<details class=\"labels\" id=\"label-\(place)\"><summary>\(title)</summary>\(nav)</details>"
    }

    /// - Parameter value: nil for all.
    private func link(_ label: ModelLabel, _ value: Name?) -> Markup {
        let isCurrent = value.map(label.chosen.contains) ?? label.chosen.isEmpty
        let address = view.modelLink(model, of: label, value, hours: view.parameters.hours)
        return """
            <a href="\(address)"\(isCurrent ? " aria-current=\"true\"" : "" as Markup)>\
            \(value.map(text) ?? view.language.wording.allValues)</a>
            """
    }

    private func text(_ value: Name) -> String { TerminalText.modelName(value) }
}
