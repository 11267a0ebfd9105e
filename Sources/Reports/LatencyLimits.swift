import Latency

/// How a model's p95 stands against its limits, best first.
package enum LatencyLevel: Int, Comparable, CaseIterable, Sendable {
    case good
    /// The p95 lies above the last bucket bound, and so may the limit: nobody can tell which is higher.
    case undetermined
    case warning
    case critical

    package static func < (left: LatencyLevel, right: LatencyLevel) -> Bool { left.rawValue < right.rawValue }
}

/// What p95 is held against, in milliseconds; a limit that is nil is never reached.
package struct LatencyLimits: Hashable, Sendable {
    package let warning: Double?
    package let critical: Double?

    package init(warning: Double?, critical: Double?) {
        self.warning = warning
        self.critical = critical
    }

    /// The level of a p95: it reaches a limit that it is higher than.
    ///
    /// Above the last finite bound only that bound is known to be exceeded. A limit at or above it can't be judged:
    /// `undetermined`, unless the other limit is surely exceeded.
    package func level(of p95: Percentile) -> LatencyLevel {
        if let critical, p95.milliseconds > critical { return .critical }
        if let warning, p95.milliseconds > warning { return .warning }
        return p95.upper == nil && (warning != nil || critical != nil) ? .undetermined : .good
    }
}
