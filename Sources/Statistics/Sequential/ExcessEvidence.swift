import Glibc

/// Evidence that more requests are bad than a rule allows, however often it is looked at: the bound is true at all times together.
///
/// A window is one observation, its share of bad requests, since requests within a window are not independent. Against the claim
/// that a window's share is on average at most what is allowed, whatever came before, a bet is placed on every window: the
/// capital is multiplied by `1 + bet * (share - allowed)`, which then does not grow on average (source: Waudby-Smith and Ramdas,
/// "Estimating means of bounded random variables by betting", JRSS B 86, 2024). A new bet begins at every window, with a
/// portion of the stake, so that a fault after a long good time is found as soon as one at the beginning (Shin, Ramdas and
/// Rinaldo, "E-detectors", 2023). By Ville's inequality it is ever certain by chance in at most `error` of all stretches of the
/// given number of windows.
package struct ExcessEvidence: Sendable {
    /// As a share of the most that may be bet, which is all on one window. The last three are none.
    private static let shares: SIMD8<Double> = [0.02, 0.05, 0.1, 0.2, 0.4, 0, 0, 0]
    private static let count = 5

    private let allowed: Double
    private let error: Double
    private let stake: Double
    private let bets: SIMD8<Double>
    private var capitals = SIMD8<Double>()

    /// - Parameters:
    ///   - allowed: the share that the rule allows, more than 0 and less than 1: 0.05 for a limit on p95.
    ///   - error: how seldom it may be certain by chance, in that many windows.
    ///   - windows: 8,640 are 30 days.
    package init(allowed: Double, error: Double = 0.01, windows: Int = 8640) {
        self.allowed = allowed
        self.error = error
        stake = 1 / Double(windows)
        bets = Self.shares / allowed
    }

    /// Takes the next window; one without requests says nothing. `bad` is the number of those that are sure to be bad.
    package mutating func add(bad: Int, of requests: Int) {
        guard requests > 0 else { return }
        add(factors: factors(bad: bad, of: requests))
    }

    /// By what a window multiplies what is bet on it.
    private func factors(bad: Int, of requests: Int) -> SIMD8<Double> {
        1 + bets * (min(1, Double(bad) / Double(requests)) - allowed)
    }

    private mutating func add(factors: SIMD8<Double>) {
        // Beyond any doubt it needs not grow any more, and falls again when all is well.
        capitals = pointwiseMin((capitals + stake) * factors, SIMD8(repeating: 1000 / error))
    }

    /// How much the evidence has: certain from 1 / error on.
    package var capital: Double { (0..<Self.count).reduce(0) { $0 + capitals[$1] } / Double(Self.count) }

    /// Whether the share of bad requests is sure to have exceeded what is allowed.
    package var isCertain: Bool { capital >= 1 / error }

    /// How many more windows with this share of bad requests would make it certain; nil where so many as a month has would not.
    package func windowsUntilCertain(bad: Int, of requests: Int) -> Int? {
        guard requests > 0, Double(bad) / Double(requests) > allowed else { return isCertain ? 0 : nil }
        var (evidence, windows) = (self, 0)
        let factors = factors(bad: bad, of: requests)
        if evidence.capital(after: Self.mostWindows, factors) < 0.99 / error { return nil }
        while !evidence.isCertain {
            guard windows < Self.mostWindows else { return nil }
            evidence.add(factors: factors)
            windows += 1
        }
        return windows
    }

    /// About what so many windows alike make of it, each of which makes it more.
    private func capital(after windows: Int, _ factors: SIMD8<Double>) -> Double {
        let all = (0..<Self.count).map { bet in
            let growth = pow(factors[bet], Double(windows))
            return capitals[bet] * growth + stake * factors[bet] * (growth - 1) / (factors[bet] - 1)
        }
        return all.reduce(0, +) / Double(Self.count)
    }

    private static let mostWindows = 8640
}
