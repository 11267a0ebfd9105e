/// How a latency stands against its limits, best first. JSON has the raw values.
package enum Severity: String, Comparable, CaseIterable, Sendable {
    case good
    /// The p95 lies above the last bucket bound, and so may the limit, or there is no p95 at all: nobody can tell which is
    /// higher.
    case cannotTell = "cannot_tell"
    case warning
    case critical

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int { Severity.allCases.firstIndex(of: self) ?? 0 }
}
