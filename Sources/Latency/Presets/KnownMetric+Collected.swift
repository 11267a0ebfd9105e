extension KnownMetric {
    /// What it is collected as; nil where it can't be collected: see `obstacle`.
    package var sourceKind: SourceKind? {
        switch kind {
        case .histogram: .histogram
        case .counter: .counter
        case .sum: countMetric == nil ? nil : .mean
        case .summary: .mean
        case .gauge, .ranges, .nothing: nil
        }
    }

    /// Why it can't be collected: a sentence's end, behind the metric's name. nil where it can.
    package var obstacle: String? {
        switch kind {
        case .histogram, .counter, .summary: nil
        case .sum: countMetric == nil ? "is a sum without a count of what it adds up" : nil
        case .gauge: "is a gauge: what falls there may be a restart or not, so that nothing can be counted by it"
        case .ranges: "has a counter for each range of values, which is no histogram: what is above the last is nowhere"
        case .nothing: "is no metric"
        }
    }
}
