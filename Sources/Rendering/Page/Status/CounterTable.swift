import Latency
import Questions

/// The table of all models where requests, errors or tokens are counted: how many there were in the last 24 hours, and how many a
/// minute in the last one.
struct CounterTable {
    struct Row {
        let status: ModelStatus
        /// nil where nothing was collected of it, as for the next.
        let count: Int?
        let perMinute: Double?
    }

    private let settings: PageSettings
    private let view: PageView
    private let title: String
    private let end: Int
    /// What is shown, in the order in which it is.
    let rows: [Row]

    /// - Parameter title: what is counted.
    init(answer: StatusAnswer, counts: CountsInTime, title: String, settings: PageSettings, view: PageView) {
        (self.settings, self.view, self.title, end) = (settings, view, title, answer.request.end)
        let (day, hour) = (counts.entries(of: counts.day), counts.entries(of: counts.hour))
        let matching = answer.rows.filter { settings.isNamed($0.status.model, like: view.filter) }
        rows = view.order.sorted(
            matching.map { row in
                let model = row.status.model
                return Row(
                    status: row.status, count: day[model].flatMap(counts.day.count),
                    perMinute: hour[model].flatMap(counts.hour.perMinute))
            })
    }

    private var wording: Strings { view.language.wording }
    private var countTitle: String { wording.countInLast24Hours(title) }

    var markup: Markup {
        let titles = SortTitle(view: view)
        return """
            <table id="models" class="models" role="table"><caption class="hidden">\(title)</caption>
            <thead role="rowgroup"><tr role="row">\(titles.markup(wording.model, .name))\
            \(titles.markup(wording.perMinute, .rate))\(titles.markup(countTitle, .requests))\
            <th scope="col" role="columnheader" class="number">\(wording.asOf)</th></tr></thead>
            <tbody role="rowgroup">\(rows.map(row))</tbody></table>
            """
    }

    private func row(_ row: Row) -> Markup {
        let model = row.status.model
        let rate: Markup = row.perMinute.map { "<b>\(DecimalText.rate($0))</b>" } ?? LatencyCell.markup(nil)
        let count: Markup = row.count.map { "<b>\(DecimalText.grouped($0))</b>" } ?? LatencyCell.markup(nil)
        return """
            <tr role="row"><th scope="row" role="rowheader"><a href="\(view.modelLink(model))">\
            \(ModelName.markup(model, as: settings.displayName(of: model)))</a></th>\
            \(number(wording.perMinute, rate))\(number(countTitle, count))\
            \(number(wording.asOf, row.status.entry.map(asOf) ?? ""))</tr>

            """
    }

    private func number(_ label: String, _ content: Markup) -> Markup {
        "<td role=\"cell\" class=\"number\" data-label=\"\(label)\">\(content)</td>"
    }

    private func asOf(_ entry: LatestAnswer.Entry) -> Markup {
        let time = PageTime(settings.zone).short(entry.collectedAt, now: end)
        return entry.quality == .exact ? time : "\(time) <small class=\"quality\">\(entry.quality.name)</small>"
    }
}

/// What a counter counted, model by model.
package struct CountsInTime: Sendable {
    /// The last 24 hours, and the last one.
    let day, hour: SummaryAnswer

    package init(day: SummaryAnswer, hour: SummaryAnswer) { (self.day, self.hour) = (day, hour) }

    fileprivate func entries(of answer: SummaryAnswer) -> [Name: SummaryAnswer.Entry] {
        Dictionary(answer.entries.map { ($0.total.key.model, $0) }) { first, _ in first }
    }
}
