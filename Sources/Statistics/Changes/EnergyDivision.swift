/// Where a series of numbers divides best into two that differ: E-divisive (Matteson and James, "A nonparametric approach for
/// multiple change point analysis of multivariate data", JASA 109, 2014), with exponent 1.
package struct EnergyDivision {
    /// The first of the second half.
    package let index: Int
    /// Their divergence, times n m / (n + m).
    package let divergence: Double

    /// - Parameter shortest: each half has at least so many numbers, 2 or more; nil where there are fewer.
    package init?(_ values: ArraySlice<Double>, shortest: Int) {
        let (start, end) = (values.startIndex, values.endIndex)
        guard values.count >= 2 * shortest else { return nil }
        // Sums of the distances within the left and right half and between them; one number after the other goes left.
        var within = (left: 0.0, right: EnergyDivision.distances(values))
        var between = 0.0
        var best: (index: Int, divergence: Double)?
        for index in start..<end - shortest {
            var (toLeft, toRight) = (0.0, 0.0)
            for other in start..<index { toLeft += abs(values[index] - values[other]) }
            for other in index + 1..<end { toRight += abs(values[index] - values[other]) }
            within.left += toLeft
            within.right -= toRight
            between += toRight - toLeft
            let (n, m) = (Double(index + 1 - start), Double(end - index - 1))
            guard index + 1 - start >= shortest else { continue }
            let divergence =
                n * m / (n + m)
                * (2 * between / (n * m) - 2 * within.left / (n * (n - 1)) - 2 * within.right / (m * (m - 1)))
            if divergence > best?.divergence ?? 0 { best = (index + 1, divergence) }
        }
        guard let best else { return nil }
        (index, divergence) = best
    }

    /// The sum over all pairs.
    private static func distances(_ values: ArraySlice<Double>) -> Double {
        var sum = 0.0
        for (rank, value) in values.sorted().enumerated() { sum += value * Double(2 * rank - values.count + 1) }
        return sum
    }
}
