import Latency
import Questions

/// All public models at a glance, and what was announced.
struct PublicHome {
    let view: PublicView
    let range: PublicRange

    private var language: PublicLanguage { view.language }
    private var answer: PublicAnswer { view.answer }

    var markup: Markup {
        let active = answer.announcements.filter { $0.announcement.isActive(at: view.now) }
        return PublicFrame(view: view).document(
            heading: "<h1>\(view.title)</h1>",
            content: """
                \(PublicOverview(view: view).markup)
                \(damaged)\(PublicAnnouncements(view: view).section("announcements.now", active, level: 2))
                <section aria-labelledby="models"><div class="section-head"><h2 id="models">\(language["models"])</h2>\
                <nav class="ranges" aria-label="\(language["ranges"])">\(PublicRange.allCases.map(rangeLink))</nav></div>
                <p class="note">\(language["range.\(range.rawValue).bars"])</p>
                \(groups)
                \(PublicLegend.markup(language))</section>
                \(PublicAnnouncements(view: view).all)
                """)
    }

    private var damaged: Markup {
        answer.damages.isEmpty ? "" : "<p class=\"note damaged\">\(language["damaged"])</p>"
    }

    private func rangeLink(_ other: PublicRange) -> Markup {
        let current: Markup = other == range ? " aria-current=\"page\"" : ""
        return "<a href=\"\(view.link(to: .home(other)))\"\(current)>\(language["range.\(other.rawValue)"])</a>"
    }

    /// Models without a group come first, then groups in the order in which they are first named.
    private var groups: Markup {
        let grouped = Dictionary(grouping: answer.models.indices) { answer.models[$0].model.group }
        let order = grouped.sorted { left, right in
            if (left.key == nil) != (right.key == nil) { return left.key == nil }
            return left.value[0] < right.value[0]
        }
        return Markup(
            order.map { group, places -> Markup in
                let heading: Markup = group.map { "<h3 class=\"group\" dir=\"auto\">\($0)</h3>" } ?? ""
                return "\(heading)<ul class=\"cards\">\(places.map { card($0, isInGroup: group != nil) })</ul>"
            })
    }

    private func card(_ place: Int, isInGroup: Bool) -> Markup {
        let model = answer.models[place]
        let name: Markup = """
            <a href="\(view.link(to: .model(place)))"><bdi>\(model.model.name)</bdi></a>
            """
        let bars = model.bars(range)
        let row: Markup =
            bars.isEmpty
            ? "<p class=\"note\">\(language["bars.none"])</p>"
            : PublicBarRow(
                bars: bars, view: view, label: "\(model.model.name): \(language["range.\(range.rawValue).bars"])"
            )
            .markup
        return """
            <li class="card"><div class="card-head">\(isInGroup ? "<h4>\(name)</h4>" : "<h3>\(name)</h3>" as Markup)\
            \(PublicState(model: model, view: view).chip)</div>\(PublicState(model: model, view: view).sentence)\(row)</li>
            """
    }
}

/// How a model is doing now, as a word and as a sentence.
struct PublicState {
    let model: PublicAnswer.Model
    let view: PublicView

    var state: ModelState { model.state(isFresh: view.answer.isFresh) }

    var chip: Markup {
        """
        <span class="chip \(state.rawValue)">\(StateBadge.icon(state))\(word)</span>
        """
    }

    var word: String { view.language["state.\(state.rawValue)"] }

    /// Nothing where nothing is known.
    var sentence: Markup {
        guard let text else { return "" }
        return "<p class=\"note\">\(text)</p>"
    }

    var text: String? {
        guard view.answer.isFresh, model.traffic == .traffic, let p95 = model.p95 else { return nil }
        return view.language.text(
            model.verdict?.isSure == false ? "state.p95.not-sure" : "state.p95",
            ["measure": view.measure(model.measure), "value": LatencyFormat.value(p95)])
    }
}
