/// The unit that a metric's bounds and sums are in.
package enum LatencyUnit: String, CaseIterable, Sendable {
    case seconds = "s"
    case milliseconds = "ms"
    case microseconds = "us"

    /// A value in this unit, in milliseconds: the unit of every answer.
    package func milliseconds(_ value: Double) -> Double {
        switch self {
        case .seconds: value * 1e3
        case .milliseconds: value
        case .microseconds: value / 1e3
        }
    }

    /// A value in this unit, in microseconds: the unit in which sums are stored.
    package func microseconds(_ value: Double) -> Double {
        switch self {
        case .seconds: value * 1e6
        case .milliseconds: value * 1e3
        case .microseconds: value
        }
    }

    /// A sum as it is stored, in this unit.
    package func value(microseconds: Int) -> Double {
        switch self {
        case .seconds: Double(microseconds) / 1e6
        case .milliseconds: Double(microseconds) / 1e3
        case .microseconds: Double(microseconds)
        }
    }

    /// The unit that a metric's name ends in, by the naming rules of Prometheus; seconds where it names none.
    package init(metricName name: String) {
        if name.hasSuffix("_milliseconds") || name.hasSuffix("_ms") {
            self = .milliseconds
        } else if name.hasSuffix("_microseconds") || name.hasSuffix("_us") {
            self = .microseconds
        } else {
            self = .seconds
        }
    }
}
