import Questions

/// The bars of one range, oldest first: each with words for those who hear the page, and a shape of its own.
struct PublicBarRow {
    let bars: [PublicAnswer.Bar]
    let view: PublicView
    /// What the row is about, for those who hear the page.
    let label: String

    var markup: Markup {
        guard let first = bars.first else { return "" }
        let list: [Markup] = bars.map { bar in
            """
            <li class="\(bar.outcome.rawValue)" title="\(words(of: bar))"><span class="hidden">\(words(of: bar))</span></li>
            """
        }
        return """
            <div class="row"><ol class="bars" aria-label="\(label)">\(list)</ol>\
            <p class="ends"><span>\(view.text(first.start).prefix(10))</span><span>\(summary)</span>\
            <span>\(view.language["now"])</span></p></div>
            """
    }

    /// In how many of those that are over and could be judged it was met, and how the one that goes on is doing: nobody has met
    /// anything before it is over.
    private var summary: String {
        let judged = bars.filter { [.met, .notMet, .cannotTell].contains($0.outcome) }
        let over = judged.filter { !$0.isRunning }
        let met = over.count { $0.outcome == .met }
        let words =
            over.isEmpty
            ? view.language["bars.summary.none"]
            : view.language.text("bars.summary", ["met": String(met), "judged": String(over.count)])
        guard let running = judged.first(where: \.isRunning) else { return words }
        let soFar = view.language.text("bar.running", ["words": view.language["bar.\(running.outcome.rawValue)"]])
        return "\(words) · \(soFar)"
    }

    private func words(of bar: PublicAnswer.Bar) -> String {
        var values = [
            "from": view.text(bar.start), "to": view.text(bar.end),
            "outcome": view.language["bar.\(bar.outcome.rawValue)"],
        ]
        var key = "bar.words"
        // Of a bar that nobody knows much of, numbers would say more than is known.
        if let share = bar.share, bar.outcome != .noData {
            key = "bar.words.share"
            values["share"] = ShareFormat.between(share.lowerBound, share.upperBound)
        }
        let words = view.language.text(key, values)
        return bar.isRunning ? view.language.text("bar.running", ["words": words]) : words
    }
}

/// What the shapes of bars mean.
enum PublicLegend {
    static func markup(_ language: PublicLanguage) -> Markup {
        let items: [Markup] = PublicAnswer.Bar.Outcome.allCases.map { outcome in
            """
            <li><span class="bars" aria-hidden="true"><span class="\(outcome.rawValue)"></span></span>\
            \(language["bar.\(outcome.rawValue)"])</li>
            """
        }
        return "<ul class=\"bar-legend\" aria-label=\"\(language["legend"])\">\(items)</ul>"
    }
}
