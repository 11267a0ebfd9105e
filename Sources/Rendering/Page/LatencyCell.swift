import Reports

/// A percentile with its bracket below it, the way all tables show one.
enum LatencyCell {
    static func markup(_ percentile: Percentile?) -> Markup {
        guard let percentile else { return "<span class=\"none\">\(LatencyText.none)</span>" }
        return """
            <b>\(LatencyText.value(percentile))</b> <small>\(bracket(LatencyText.bracket(percentile)))</small>
            """
    }

    /// Where there is no room for all of it, it breaks behind the dash alone.
    private static func bracket(_ text: String) -> Markup {
        guard let dash = text.firstIndex(of: "–") else { return "<span>\(text)</span>" }
        return "<span>\(text[...dash])</span><wbr/><span>\(text[text.index(after: dash)...])</span>"
    }
}
