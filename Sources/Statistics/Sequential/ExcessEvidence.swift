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
    /// As a share of the most that may be bet, which is all on one window.
    private static let bets = [0.02, 0.05, 0.1, 0.2, 0.4]

    private let allowed: Double
    private let error: Double
    private let stake: Double
    private var capitals = [Double](repeating: 0, count: bets.count)

    /// - Parameters:
    ///   - allowed: the share that the rule allows, more than 0 and less than 1: 0.05 for a limit on p95.
    ///   - error: how seldom it may be certain by chance, in that many windows.
    ///   - windows: 8,640 are 30 days.
    package init(allowed: Double, error: Double = 0.01, windows: Int = 8640) {
        self.allowed = allowed
        self.error = error
        stake = 1 / Double(windows)
    }

    /// Takes the next window; one without requests says nothing. `bad` is the number of those that are sure to be bad.
    package mutating func add(bad: Int, of requests: Int) {
        guard requests > 0 else { return }
        let share = min(1, Double(bad) / Double(requests))
        for (index, bet) in Self.bets.enumerated() {
            let factor = 1 + bet / allowed * (share - allowed)
            // Beyond any doubt it needs not grow any more, and falls again when all is well.
            capitals[index] = min((capitals[index] + stake) * factor, 1000 / error)
        }
    }

    /// How much the evidence has: certain from 1 / error on.
    package var capital: Double { capitals.reduce(0, +) / Double(capitals.count) }

    /// Whether the share of bad requests is sure to have exceeded what is allowed.
    package var isCertain: Bool { capital >= 1 / error }

    /// How many more windows with this share of bad requests would make it certain; nil where so many as a month has would not.
    package func windowsUntilCertain(bad: Int, of requests: Int) -> Int? {
        guard requests > 0, Double(bad) / Double(requests) > allowed else { return isCertain ? 0 : nil }
        var (evidence, windows) = (self, 0)
        while !evidence.isCertain {
            guard windows < Self.mostWindows else { return nil }
            evidence.add(bad: bad, of: requests)
            windows += 1
        }
        return windows
    }

    private static let mostWindows = 8640
}
