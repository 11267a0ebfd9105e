import Glibc

/// Student's t distribution.
package enum StudentT {
    /// The chance of a value at least as far from 0 as `t`, either way: `I(n / (n + t²); n/2, 1/2)` with I the regularised
    /// incomplete beta function (source: NIST Digital Library of Mathematical Functions, 8.17; Abramowitz and Stegun, 26.7.1).
    ///
    /// Special cases:
    /// - `degrees` not above 0, or `t` not a number: 1, for nothing is told
    /// - `t` infinite: 0
    package static func twoSided(_ t: Double, degrees: Double) -> Double {
        guard degrees > 0, !t.isNaN else { return 1 }
        guard t.isFinite else { return 0 }
        return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
    }

    /// The value that is exceeded, either way, with a chance of `probability`; more than 0 and less than 1. By halving.
    package static func critical(_ probability: Double, degrees: Double) -> Double {
        var (low, high) = (0.0, 1.0)
        while twoSided(high, degrees: degrees) > probability, high < 1e12 { high *= 2 }
        for _ in 0..<80 {
            let middle = (low + high) / 2
            // Between two neighbouring numbers there is none.
            if middle == low || middle == high { break }
            if twoSided(middle, degrees: degrees) > probability { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The continued fraction of DLMF 8.17.22, evaluated from its front (Lentz's method as modified by Thompson and Barnett);
    /// on the other side of its peak by the symmetry of 8.17.4, where it converges fast.
    private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
        let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
        return front / continuedFraction(x, a, b)
    }

    /// 1 + d1/(1 + d2/(1 + ...)), with the terms of DLMF 8.17.23; some tens of terms are enough.
    private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        var (value, up, down) = (1.0, 1.0, 0.0)
        for index in 1...500 {
            let m = Double(index / 2)
            let term =
                index.isMultiple(of: 2)
                ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            down = 1 + term * down
            if abs(down) < tiny { down = tiny }
            down = 1 / down
            up = 1 + term / up
            if abs(up) < tiny { up = tiny }
            value *= up * down
            if abs(up * down - 1) < 1e-15 { break }
        }
        return value
    }
}
