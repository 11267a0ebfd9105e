import Latency
import Questions

/// The source whose models are shown; with several of them, links to the others. Of one that has several measures those are
/// a row of links by themselves.
struct SourceSwitch {
    private let sources: [SourceID]
    private let measures: [SourceID: Name]
    private let current: SourceID?
    private let view: PageView

    init(_ sources: [SourceID], measures: [SourceID: Name] = [:], current: SourceID?, view: PageView) {
        self.sources = sources
        self.measures = measures
        self.current = current
        self.view = view
    }

    private var wording: Strings { view.language.wording }

    var markup: Markup {
        guard let current else { return "" }
        guard sources.count > 1 else {
            return "<p class=\"source\"><code>\(TerminalText.harmless(current.metric))</code></p>"
        }
        let own = sources.filter { $0.name == current.name }
        return own.count == 1 && named.count == sources.count
            ? "\(links(sources, current))" : "\(names(current))\(own.count > 1 ? links(toMeasures: own, current) : "")"
    }

    /// The first of each name.
    private var named: [SourceID] {
        sources.reduce(into: []) { found, source in
            if !found.contains(where: { $0.name == source.name }) { found.append(source) }
        }
    }

    private func links(_ sources: [SourceID], _ current: SourceID) -> Markup {
        nav(
            wording.source,
            sources.map { source in
                link(
                    view.link(to: source), source == current,
                    "\(TerminalText.harmless(source.name)) <code>\(TerminalText.harmless(source.metric))</code>")
            })
    }

    private func names(_ current: SourceID) -> Markup {
        guard named.count > 1 else { return "" }
        return nav(
            wording.source,
            named.map { source in
                link(view.link(to: source), source.name == current.name, "\(TerminalText.harmless(source.name))")
            })
    }

    private func links(toMeasures own: [SourceID], _ current: SourceID) -> Markup {
        nav(
            wording.measure,
            own.map { source in
                let measure = measures[source] ?? source.metric
                return link(
                    view.link(to: source, measure: measure), source == current, "\(wording.title(of: measure))")
            })
    }

    private func link(_ address: String, _ isCurrent: Bool, _ content: Markup) -> Markup {
        "<a href=\"\(address)\"\(isCurrent ? " aria-current=\"true\"" : "" as Markup)>\(content)</a>"
    }

    private func nav(_ label: String, _ links: [Markup]) -> Markup {
        "<nav class=\"sources\" aria-label=\"\(label)\">\(links)</nav>"
    }
}
