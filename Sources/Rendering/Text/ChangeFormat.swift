import Statistics

/// Relative changes as people read them.
enum ChangeFormat {
    /// `+12.3 %`; a dash where it is not known.
    static func estimate(_ change: Double?) -> String {
        guard let change, let tenths = Int(exactly: (change * 1000).rounded()) else { return LatencyFormat.none }
        return (tenths > 0 ? "+" : "") + DecimalText.percent(millionths: tenths * 1000)
    }

    /// `-3 to +13 %`: whole percents, rounded to the sides that claim less.
    static func between(_ interval: ChangeInterval?) -> String {
        guard let interval, let low = Int(exactly: (interval.low * 100).rounded(.down)),
            let high = Int(exactly: (interval.high * 100).rounded(.up))
        else { return LatencyFormat.none }
        return "\(signed(low)) to \(signed(high)) %"
    }

    private static func signed(_ percent: Int) -> String { percent > 0 ? "+\(percent)" : "\(percent)" }

    /// `p < 0.001` or `p = 0.123`.
    static func chance(_ pValue: Double) -> String {
        pValue < 0.001 ? "p < 0.001" : "p = \(DecimalText.fixed(pValue, decimals: 3))"
    }
}
