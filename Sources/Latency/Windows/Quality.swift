/// How the requests of a window came to be known, best first.
///
/// A merge takes the worst quality of its parts. The raw values are stored in archives: they never change.
package enum Quality: UInt8, CaseIterable, Comparable, Sendable {
    /// Every increment is an exact integer, between a sample of this window and one at most five minutes before it.
    case exact = 0
    /// The increments are exact, but some may have happened before the window: nothing was scraped for a while.
    case spanned = 1
    /// A counter restarted since the sample before: what followed the restart is exact, what preceded it an estimate.
    case reset = 2
    /// Some replica's increments can't be vouched for and are left out: there was no older sample to compare with.
    case partial = 3

    package static func < (left: Quality, right: Quality) -> Bool { left.rawValue < right.rawValue }

    /// The word that answers use: `exact`, `spanned`, `reset` or `partial`.
    package var name: String {
        switch self {
        case .exact: "exact"
        case .spanned: "spanned"
        case .reset: "reset"
        case .partial: "partial"
        }
    }

    package init?(name: String) {
        guard let match = Quality.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }
}
