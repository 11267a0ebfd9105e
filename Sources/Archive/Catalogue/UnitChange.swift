import Latency

/// A unit that was put right, or confirmed: then both are the same.
package struct UnitChange: Hashable, Sendable {
    /// Seconds since 1970 UTC.
    package let time: Int
    /// The name of the user.
    package let user: String
    package let from: LatencyUnit
    package let to: LatencyUnit

    package init(time: Int, user: String, from: LatencyUnit, to: LatencyUnit) {
        (self.time, self.user, self.from, self.to) = (time, user, from, to)
    }
}
