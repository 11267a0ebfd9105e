import Latency
import Questions

/// One public model: how it is doing, how each of its objectives was kept over all ranges, and its charts.
struct PublicModelPage {
    let view: PublicView
    let place: Int
    let charts: [PublicChart]

    private var language: PublicLanguage { view.language }
    private var model: PublicAnswer.Model { view.answer.models[place] }

    var markup: Markup {
        let state = PublicState(model: model, view: view)
        let group: Markup = model.model.group.map { "<p class=\"note\" dir=\"auto\">\($0)</p>" } ?? ""
        return PublicFrame(view: view, subject: model.model.name).document(
            heading: """
                <p class="back"><a href="\(view.link(to: .home(.quarter)))">← \(language["back"])</a></p>\
                <h1 dir="auto">\(model.model.name)</h1>\(group)
                """,
            content: """
                <section class="overview \(state.state.rawValue)" role="status">\(StateBadge.icon(state.state))\
                <div><p><strong>\(state.word)</strong></p>\(state.sentence)\(measured)</div></section>
                \(announcements)\(promises)
                \(charts.map(\.figure))
                <p class="note">\(language["chart.lines"])</p>
                <p class="note">\(language["embed"]): <a href="\(view.link(to: .badge(place)))">\(language["embed.badge"])</a>, \
                <a href="\(view.link(to: .chart(place, .day)))">\(language["embed.chart"])</a></p>
                """)
    }

    private var measured: Markup {
        guard let newest = view.answer.newest else { return "" }
        return "<p><small>\(language.text("as-of", ["time": view.text(newest)])) · \(view.zone)</small></p>"
    }

    /// Those that go on and are about this model.
    private var announcements: Markup {
        let own = view.answer.announcements.filter { found in
            found.announcement.isActive(at: view.now)
                && found.announcement.models?.matches(Name(model.model.name)) == true
        }
        return PublicAnnouncements(view: view).section("announcements.now", own, level: 2)
    }

    private var promises: Markup {
        if model.promises.isEmpty { return "<p class=\"note\">\(language["bars.none"])</p>" }
        let cards: [Markup] = model.promises.map { promise in
            let rows: [Markup] = PublicRange.allCases.map { range in
                let bars = promise.bars[range] ?? []
                let label = "\(view.words(of: promise)): \(language["range.\(range.rawValue).bars"])"
                return """
                    <h3>\(language["range.\(range.rawValue)"])</h3>\(PublicBarRow(bars: bars, view: view, label: label).markup)
                    """
            }
            return "<section class=\"card promise\"><h2>\(view.words(of: promise))</h2>\(rows)</section>"
        }
        return "\(cards)\(PublicLegend.markup(language))"
    }
}
