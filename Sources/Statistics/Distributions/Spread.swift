/// The deviation of a series whose neighbours may be alike, as days are: too small a sample of such a series looks steadier
/// than it is.
struct Spread {
    /// Without the bias of the likeness.
    let deviation: Double
    /// How many degrees of freedom the estimate has: n (1 - r²) / (1 + r²) - 1, where r is the correlation of neighbours (Bayley and
    /// Hammersley, 1946, for a first-order autoregression); at least 1.
    let degrees: Double

    /// At least two numbers.
    init(_ values: [Double]) {
        let n = Double(values.count)
        let r = Spread.likeness(values)
        let plain = Moments.deviation(values)
        // The expectation of a sample's variance lacks the variance of its mean, (1 + r) / (1 - r) / n of the whole.
        let kept = max(0.5, 1 - (1 + r) / (1 - r) / n)
        deviation = plain * ((1 - 1 / n) / kept).squareRoot()
        degrees = max(1, n * (1 - r * r) / (1 + r * r) - 1)
    }

    /// The correlation of neighbours, corrected for what a short series hides of it (Kendall, 1954); from 0 to 1 - 4/n, beyond which so
    /// few numbers can't tell it.
    static func likeness(_ values: [Double]) -> Double {
        guard values.count > 4 else { return 0 }
        let mean = Moments.mean(values)
        let residuals = values.map { $0 - mean }
        let squares = residuals.reduce(0) { $0 + $1 * $1 }
        guard squares > 0 else { return 0 }
        let products = zip(residuals, residuals.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        let raw = products / squares
        let n = Double(values.count)
        return min(1 - 4 / n, max(0, raw + (1 + 4 * raw) / n))
    }
}
