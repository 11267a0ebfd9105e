import Latency

/// Between which two shares the true one lies; exact where both are one.
package struct ShareBounds: Hashable, Sendable {
    package let low: ExactShare
    package let high: ExactShare

    /// Of what some sources counted of one model; nil where it may be that there was nothing. From 0 on where any number of errors
    /// may be missing.
    package init?(_ events: some Sequence<EventCounts>) {
        guard let low = Self.extreme(events.map(\.lowest), isLow: true),
            let high = Self.extreme(events.map(\.highest), isLow: false)
        else { return nil }
        self.low = events.contains(where: \.isOpen) ? ExactShare(0, of: low.whole) ?? low : low
        self.high = high
    }

    /// The least or the greatest share that a choice of one outcome for each source comes to, by Dinkelbach's method (Management
    /// Science 13, 1967, "On nonlinear fractional programming"): with the share at hand as the price of a request, each source's
    /// best outcome is found by itself, and the share only gets better.
    private static func extreme(_ choices: [[EventCounts.Outcome]], isLow: Bool) -> ExactShare? {
        var chosen = choices.compactMap(\.first)
        while true {
            let (good, all) = (chosen.map { Int128($0.good) }.reduce(0, +), chosen.map { Int128($0.all) }.reduce(0, +))
            func worth(_ outcome: EventCounts.Outcome) -> Int128 {
                // Counts are below 2^63, so that only absurd ones are too large for this.
                let worth = Int128(outcome.good).multipliedReportingOverflow(by: all)
                let price = Int128(outcome.all).multipliedReportingOverflow(by: good)
                if worth.overflow || price.overflow { return 0 }
                return isLow ? price.partialValue - worth.partialValue : worth.partialValue - price.partialValue
            }
            let better = zip(chosen, choices).map { mine, others in
                others.reduce(mine) { worth($1) > worth($0) ? $1 : $0 }
            }
            if better == chosen {
                return ExactShare(Int(clamping: good), of: Int(clamping: all))
            }
            chosen = better
        }
    }
}
