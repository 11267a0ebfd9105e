import Questions

/// Parts of wholes as people read them.
enum ShareFormat {
    /// `99.5 %`, or `99.1 %–99.8 %` where the share is only known to lie between two.
    static func known(_ share: LimitShare) -> String {
        guard let low = share.low, let high = share.high else { return LatencyFormat.none }
        return between(low, high)
    }

    /// Of a share in millionths that is only known to lie between two.
    static func between(_ low: Int, _ high: Int) -> String {
        // What is exact but for the rounding of its last digits is no interval.
        if high - low <= 1 { return hundredths(low, up: false) }
        return "\(hundredths(low, up: false))–\(hundredths(high, up: true))"
    }

    /// In percent with two decimals at most, cut: what is not whole never looks so.
    static func percent(_ millionths: Int) -> String { DecimalText.percent(millionths: millionths / 100 * 100) }

    /// In percent with two decimals at most, rounded to the side that claims less.
    private static func hundredths(_ millionths: Int, up: Bool) -> String {
        DecimalText.percent(millionths: (millionths + (up ? 99 : 0)) / 100 * 100)
    }
}
