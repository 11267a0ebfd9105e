import Glibc
import Statistics

/// What else is used to tell whether something got slower. All take requests as independent, or ask nothing of chance.
enum OtherTests {
    /// Mann and Whitney's test, two-sided, with the normal distribution and the correction for ties.
    static func mannWhitney(later: [Int], earlier: [Int]) -> (p: Double, isSlower: Bool) {
        let (n, m) = (Double(later.reduce(0, +)), Double(earlier.reduce(0, +)))
        guard n > 0, m > 0 else { return (1, false) }
        let share = Superiority.share(of: later.map(Double.init), over: earlier.map(Double.init))
        let all = n + m
        let ties = zip(later, earlier).reduce(0) { sum, pair in
            let tied = Double(pair.0 + pair.1)
            return sum + (tied * tied * tied - tied)
        }
        let variance = n * m / 12 * (all + 1 - ties / (all * (all - 1)))
        let z = (share - 0.5) * n * m / variance.squareRoot()
        return (erfc(abs(z) / 2.0.squareRoot()), z > 0)
    }

    /// Kolmogorov and Smirnov's test at the bounds, with the asymptotic distribution.
    static func kolmogorovSmirnov(later: [Int], earlier: [Int]) -> (p: Double, isSlower: Bool) {
        let (n, m) = (Double(later.reduce(0, +)), Double(earlier.reduce(0, +)))
        guard n > 0, m > 0 else { return (1, false) }
        var (sums, largest) = ((0.0, 0.0), 0.0)
        for (count, their) in zip(later, earlier) {
            sums = (sums.0 + Double(count), sums.1 + Double(their))
            let difference = sums.1 / m - sums.0 / n
            if abs(difference) > abs(largest) { largest = difference }
        }
        let x = abs(largest) * (n * m / (n + m)).squareRoot()
        guard x > 0.2 else { return (1, false) }
        var p = 0.0
        for k in 1...100 {
            let term = exp(-2 * Double(k * k) * x * x)
            p += k % 2 == 1 ? 2 * term : -2 * term
        }
        return (min(1, max(0, p)), largest > 0)
    }
}
