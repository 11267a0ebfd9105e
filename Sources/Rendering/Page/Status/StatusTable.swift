import Questions

/// The table of all models. The roles keep it one for screen readers where a narrow screen shows cards.
struct StatusTable {
    private let answer: StatusAnswer
    private let settings: PageSettings
    private let view: PageView
    /// What is shown, in the order in which it is.
    let rows: [StatusAnswer.Row]

    init(answer: StatusAnswer, settings: PageSettings, view: PageView) {
        self.answer = answer
        self.settings = settings
        self.view = view
        let matching = answer.rows.filter { settings.isNamed($0.status.model, like: view.filter) }
        rows = view.order.sorted(matching) { settings.thresholds(of: $0) }
    }

    private var wording: Strings { view.language.wording }
    private var requests: String { settings.countsIntervals ? wording.intervals : wording.requests }

    var markup: Markup {
        """
        <table id="models" class="models" role="table"><caption class="hidden">\(wording.title)</caption>
        <thead role="rowgroup"><tr role="row">\
        \(title(wording.model, .name))\(title(wording.state, .state))\(title("p95", .p95))\(title("p50", .p50))\
        \(title("p99", .p99))\(title(requests, .requests))\
        <th scope="col" role="columnheader">\(wording.last24Hours)</th>\
        <th scope="col" role="columnheader" class="number">\(wording.asOf)</th></tr></thead>
        <tbody role="rowgroup">\(rows.map(row))</tbody></table>
        """
    }

    private func title(_ text: String, _ column: StatusOrder.Column) -> Markup {
        SortTitle(view: view).markup(text, column)
    }

    private func row(_ row: StatusAnswer.Row) -> Markup {
        let (status, entry) = (row.status, row.status.entry)
        let thresholds = settings.thresholds(of: status.model)
        let state = status.state(thresholds)
        return """
            <tr class="\(state.rawValue)" role="row"><th scope="row" role="rowheader">\
            <a href="\(view.modelLink(status.model))">\(ModelName.markup(status.model, as: settings.displayName(of: status.model)))</a></th>\
            <td role="cell" class="state">\(StateBadge.markup(status, thresholds, wording))</td>\
            \(number("p95", LatencyCell.markup(entry, \.p95, wording), class: "p95"))\
            \(number("p50", LatencyCell.markup(entry, \.p50, wording)))\
            \(number("p99", LatencyCell.markup(entry, \.p99, wording)))\
            \(number(requests, entry.map { "\(DecimalText.grouped($0.requests))" } ?? LatencyCell.markup(nil)))\
            <td role="cell" class="trend">\
            \(Sparkline(points: row.points, request: answer.request, wording: wording).markup)</td>\
            \(number(wording.asOf, entry.map(asOf) ?? "", class: "time"))</tr>

            """
    }

    private func number(_ label: String, _ content: Markup, class kind: String = "") -> Markup {
        """
        <td role="cell" class="number \(kind)" data-label="\(label)">\(content)</td>
        """
    }

    private func asOf(_ entry: LatestAnswer.Entry) -> Markup {
        let time = PageTime(settings.zone).short(entry.collectedAt, now: answer.request.end)
        return entry.quality == .exact ? time : "\(time) <small class=\"quality\">\(entry.quality.name)</small>"
    }
}
