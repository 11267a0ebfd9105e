import Latency
import Questions
import Statistics

/// Whether a model is slower than last week, beside its chart.
struct ComparisonSection {
    let entry: CompareAnswer.Entry
    let language: Language

    private var wording: EventWording { language.events }

    var markup: Markup {
        let comparison = entry.comparison
        let figures: [(String, Markup)] = [
            ("p50", change(comparison.p50Change)), ("p95", change(comparison.p95Change)),
            (language.wording.requests, "<b>\(DecimalText.grouped(entry.later.requests))</b>"),
        ]
        let list: [Markup] = figures.map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>" }
        let doubt = doubt.map { "<p>\($0)</p>" as Markup } ?? ""
        return """
            <section class="summary comparison" id="comparison" aria-labelledby="comparison-title">\
            <div><h2 id="comparison-title">\(wording.comparison)</h2>\
            <p><b>\(wording.verdicts[comparison.verdict] ?? "")</b> · <small>\(wording.beside)</small></p>\(doubt)</div>\
            <dl>\(list)</dl></section>
            """
    }

    /// `+12 %`, and between which two it lies with 95 %.
    private func change(_ interval: ChangeInterval?) -> Markup {
        guard let interval else { return LatencyCell.markup(nil) }
        let range = wording.between(percent(interval.low), percent(interval.high))
        return "<b>\(percent(interval.estimate))</b> <small>\(range)</small>"
    }

    private func percent(_ change: Double) -> String {
        guard let tenths = Int(exactly: (change * 1000).rounded()) else { return LatencyFormat.none }
        return (tenths > 0 ? "+" : "") + DecimalText.percent(millionths: tenths * 1000)
    }

    /// Why it can't be told, and what would tell.
    private var doubt: String? {
        let comparison = entry.comparison
        guard comparison.verdict == .cannotTell else { return nil }
        let reason = comparison.reason.flatMap { wording.reasons[$0] }
        let needed = comparison.needed.map { needed in
            needed.requests.map { requests in
                wording.neededRequests(DecimalText.grouped(max(0, requests - entry.later.requests)))
            } ?? wording.neededDays(language.wording.days(needed.days))
        }
        return [reason, needed].compactMap(\.self).joined(separator: "; ")
    }
}
