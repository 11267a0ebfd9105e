import Latency
import Questions

/// The source whose models are shown; with several of them, links to the others.
struct SourceSwitch {
    private let sources: [SourceID]
    private let current: SourceID?
    private let view: PageView

    init(_ sources: [SourceID], current: SourceID?, view: PageView) {
        self.sources = sources
        self.current = current
        self.view = view
    }

    var markup: Markup {
        guard let current else { return "" }
        guard sources.count > 1 else {
            return "<p class=\"source\"><code>\(TerminalText.harmless(current.metric))</code></p>"
        }
        let links: [Markup] = sources.map { source in
            """
            <a href="\(view.link(to: source))"\(source == current ? " aria-current=\"true\"" : "" as Markup)>\
            \(TerminalText.harmless(source.name)) <code>\(TerminalText.harmless(source.metric))</code></a>
            """
        }
        return "<nav class=\"sources\" aria-label=\"\(view.language.wording.source)\">\(links)</nav>"
    }
}
