import Reports

/// A percentile with its bracket below it, the way all tables show one.
enum LatencyCell {
    static func markup(_ percentile: Percentile?) -> Markup {
        guard let percentile else { return "<span class=\"none\">\(LatencyText.none)</span>" }
        return """
            <b>\(LatencyText.value(percentile))</b> <small>\(LatencyText.bracket(percentile))</small>
            """
    }
}
