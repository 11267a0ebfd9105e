import Glibc

/// Whether two neighbouring stretches of a series differ by more than chance.
struct DivisionTest {
    /// Two-sided, of Student's t with one variance for both.
    let pValue: Double
    /// How far from the difference of their means the true one may lie, with 95 %.
    let halfWidth: Double
    /// The first block after the change, at the earliest and at the latest, with about 95 %.
    let uncertainty: (earliest: Int, latest: Int)

    /// Each side has at least two numbers.
    ///
    /// - Parameter independent: whether numbers are taken as independent, whatever they are.
    init(_ values: [Double], before: Range<Int>, after: Range<Int>, independent: Bool = false) {
        let (earlier, later) = (Array(values[before]), Array(values[after]))
        let means = (Moments.mean(earlier), Moments.mean(later))
        let residuals = earlier.map { $0 - means.0 } + later.map { $0 - means.1 }
        let worth = independent ? 1 : DivisionTest.worth(residuals)
        let degrees = max(1, Double(residuals.count) * worth - 2)
        let variance = residuals.reduce(0) { $0 + $1 * $1 } / max(1, Double(residuals.count - 2))
        let (n, m) = (Double(earlier.count) * worth, Double(later.count) * worth)
        let error = (variance * (1 / n + 1 / m)).squareRoot()
        let t = (means.1 - means.0) / error
        halfWidth = StudentT.critical(0.05, degrees: degrees) * error
        pValue = variance > 0 ? StudentT.twoSided(t, degrees: degrees) : (means.0 == means.1 ? 1 : 0)
        let whole = before.lowerBound..<after.upperBound
        uncertainty = DivisionTest.uncertainty(
            values, in: whole, at: after.lowerBound, variance: variance / worth)
    }

    /// How many independent numbers one is worth, at most 1: (1 - r) / (1 + r), r the correlation of neighbours (a first-order
    /// autoregression; Bartlett, 1946).
    private static func worth(_ residuals: [Double]) -> Double {
        let r = Spread.likeness(residuals)
        return (1 - r) / (1 + r)
    }

    /// Every place at which the sum of squares exceeds the least by less than 7.35 variances (Hansen, "Sample splitting and
    /// threshold estimation", Econometrica 68, 2000, table I, 95 %), as far as they hang together.
    private static func uncertainty(
        _ values: [Double], in whole: Range<Int>, at place: Int, variance: Double
    ) -> (earliest: Int, latest: Int) {
        var sums = [0.0]
        for value in values[whole] { sums.append(sums[sums.count - 1] + value) }
        func explained(_ place: Int) -> Double {
            let left = place - whole.lowerBound
            let (sum, all) = (sums[left], sums[sums.count - 1])
            return sum * sum / Double(left) + (all - sum) * (all - sum) / Double(whole.count - left)
        }
        let best = explained(place)
        var (earliest, latest) = (place, place)
        while earliest - 1 > whole.lowerBound, best - explained(earliest - 1) < 7.35 * variance { earliest -= 1 }
        while latest + 1 < whole.upperBound, best - explained(latest + 1) < 7.35 * variance { latest += 1 }
        return (earliest, latest)
    }
}
