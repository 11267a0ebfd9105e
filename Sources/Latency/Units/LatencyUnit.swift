/// The unit that a metric's bounds and sums are in.
///
/// Bounds are kept in it as they are. Sums are kept as whole microseconds: of nanoseconds, at most half a microsecond is
/// lost of what a model took in a window, and no count.
package enum LatencyUnit: String, CaseIterable, Sendable {
    case seconds = "s"
    case milliseconds = "ms"
    case microseconds = "us"
    case nanoseconds = "ns"
    /// Only some names tell of these; nobody is asked for them.
    case minutes = "min"

    /// Those that can be asked for.
    package static let choices: [LatencyUnit] = [.seconds, .milliseconds, .microseconds, .nanoseconds]

    /// A value in this unit, in milliseconds: the unit of every answer.
    package func milliseconds(_ value: Double) -> Double {
        switch self {
        case .minutes: value * 60_000
        case .seconds: value * 1e3
        case .milliseconds: value
        case .microseconds: value / 1e3
        case .nanoseconds: value / 1e6
        }
    }

    /// A value in this unit, in microseconds: the unit in which sums are stored.
    package func microseconds(_ value: Double) -> Double {
        switch self {
        case .minutes: value * 6e7
        case .seconds: value * 1e6
        case .milliseconds: value * 1e3
        case .microseconds: value
        case .nanoseconds: value / 1e3
        }
    }

    /// A sum as it is stored, in this unit.
    package func value(microseconds: Int) -> Double {
        switch self {
        case .minutes: Double(microseconds) / 6e7
        case .seconds: Double(microseconds) / 1e6
        case .milliseconds: Double(microseconds) / 1e3
        case .microseconds: Double(microseconds)
        case .nanoseconds: Double(microseconds) * 1e3
        }
    }
}
