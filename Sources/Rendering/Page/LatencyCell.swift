import Questions

/// A percentile with its bracket below it, the way all tables show one.
enum LatencyCell {
    static func markup(_ percentile: Percentile?) -> Markup {
        guard let percentile else { return "<span class=\"none\">\(LatencyFormat.none)</span>" }
        return """
            <b>\(LatencyFormat.value(percentile))</b> <small>\(bracket(LatencyFormat.bracket(percentile)))</small>
            """
    }

    /// Of a model's newest window with traffic, if there is one: where no bucket has a bound that could tell how long its
    /// requests took, that is unknown and not none.
    static func markup(
        _ entry: LatestAnswer.Entry?, _ percentile: KeyPath<Percentiles, Percentile?>, _ wording: Strings
    ) -> Markup {
        guard let entry else { return markup(nil) }
        return known(entry.percentiles[keyPath: percentile], wording)
    }

    /// Where there were requests.
    static func known(_ percentile: Percentile?, _ wording: Strings) -> Markup {
        percentile.map { markup($0) } ?? "<span class=\"none\">\(wording.unknown)</span>"
    }

    /// Where there is no room for all of it, it breaks behind the dash alone.
    private static func bracket(_ text: String) -> Markup {
        guard let dash = text.firstIndex(of: "–") else { return "<span>\(text)</span>" }
        return "<span>\(text[...dash])</span><wbr/><span>\(text[text.index(after: dash)...])</span>"
    }
}
