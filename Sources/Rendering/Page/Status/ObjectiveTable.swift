import Latency
import Objectives
import Questions

/// Whether objectives were kept in the period at hand, as a table.
struct ObjectiveTable {
    let answer: SloAnswer
    let settings: PageSettings
    let view: PageView
    /// The model that the page is about; nil where it is about all.
    var model: Name?
    /// The models that the page knows; nil where those of all sources belong on it.
    var known: Set<Name>?

    private var wording: ObjectiveWording { view.language.objectives }
    private var strings: Strings { view.language.wording }
    private var time: PageTime { PageTime(settings.zone) }

    /// Of models whose names are asked for.
    private var entries: [SloAnswer.Entry] {
        answer.entries.filter { entry in
            model.map { $0 == entry.model }
                ?? (known?.contains(entry.model) != false && settings.isNamed(entry.model, like: view.filter))
        }
    }

    var markup: Markup {
        let entries = entries
        guard !entries.isEmpty else { return "" }
        let heads: [Markup] =
            ([model == nil ? strings.model : nil, wording.objective, wording.promise, wording.period]
            .compactMap(\.self)).map { "<th scope=\"col\" role=\"columnheader\">\($0)</th>" }
        let numbers: [Markup] = [wording.good, wording.budget].map {
            "<th scope=\"col\" role=\"columnheader\" class=\"number\">\($0)</th>"
        }
        return """
            <section class="all-objectives"><h2>\(wording.title)</h2>
            <table id="objectives" class="models objectives" role="table"><caption class="hidden">\(wording.title)</caption>\
            <thead role="rowgroup"><tr role="row">\(heads)\
            <th scope="col" role="columnheader">\(strings.state)</th>\(numbers)</tr></thead>
            <tbody role="rowgroup">\(entries.map(row))</tbody></table></section>

            """
    }

    private func row(_ entry: SloAnswer.Entry) -> Markup {
        let objective: Markup = "\(TerminalText.harmless(entry.objective ?? ""))"
        let head: Markup =
            model == nil
            ? """
            <th scope="row" role="rowheader"><a href="\(view.modelLink(entry.model))">\
            \(ModelName.markup(entry.model, as: settings.displayName(of: entry.model)))</a></th>\
            <td role="cell" data-label="\(wording.objective)">\(objective)</td>
            """ : "<th scope=\"row\" role=\"rowheader\">\(objective)</th>"
        return """
            <tr class="\(state(entry).rawValue)" role="row">\(head)\
            <td role="cell" data-label="\(wording.promise)">\(promise(entry))</td>\
            <td role="cell" data-label="\(wording.period)">\(period(entry.period))</td>\
            <td role="cell" class="state">\(verdict(entry))</td>\
            <td role="cell" class="number" data-label="\(wording.good)">\(figure(ObjectiveFormat.good(entry)))</td>\
            <td role="cell" class="number" data-label="\(wording.budget)">\
            \(figure(ObjectiveFormat.budget(entry)))\(burning(entry))</td></tr>

            """
    }

    private func promise(_ entry: SloAnswer.Entry) -> Markup {
        let measure = Measure(rawValue: entry.measure.text).flatMap { strings.measures[$0] }
        let target = DecimalText.percent(millionths: entry.target.millionths)
        return """
            \(wording.within(target, LatencyFormat.bound(entry.below))) \
            <small>\(measure ?? TerminalText.harmless(entry.measure))</small>
            """
    }

    /// The first and the last day where it consists of whole ones.
    private func period(_ period: PeriodStretch) -> Markup {
        guard time.beginsDay(period.start), time.beginsDay(period.end) else {
            return "\(time.dated(period.start)) – \(time.dated(period.end))"
        }
        return "\(time.day(period.start)) – \(time.day(period.end - 1))"
    }

    private func verdict(_ entry: SloAnswer.Entry) -> Markup {
        let reasons = entry.reasons.compactMap { wording.reasons[$0] }.joined(separator: "; ")
        let why: Markup = reasons.isEmpty ? "" : " <small>\(reasons)</small>"
        let excluded: Markup =
            entry.excludedWindows == 0
            ? "" : " <small>\(wording.leftOut(PageTime.span(entry.excludedWindows * Window.seconds, strings)))</small>"
        let chip = chip(entry.verdict)
        return """
            <span class="chip \(chip.rawValue)">\(StateBadge.icon(chip))\(wording.verdict(entry.verdict))</span>\
            \(why)\(excluded)
            """
    }

    private func chip(_ verdict: Verdict) -> ModelState {
        switch verdict {
        case .met: .good
        case .notMet: .danger
        case .cannotTell(.running): .noTraffic
        case .cannotTell: .cannotTell
        }
    }

    private func figure(_ text: String?) -> Markup { text.map { "<b>\($0)</b>" } ?? LatencyCell.markup(nil) }

    /// The fastest of what is spent too fast.
    private func burning(_ entry: SloAnswer.Entry) -> Markup {
        guard let burn = entry.burn.first(where: \.isFiring), let rate = burn.long else { return "" }
        return " <small class=\"quality\">\(wording.tooFast(DecimalText.rate(rate)))</small>"
    }

    private func state(_ entry: SloAnswer.Entry) -> ModelState {
        switch entry.status {
        case .ok: .good
        case .warning: .warning
        case .critical: .danger
        case .unknown: .cannotTell
        }
    }
}
