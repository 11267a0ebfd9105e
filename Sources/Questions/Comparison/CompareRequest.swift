import Latency
import Statistics
import Support

/// Which stretch of time is compared, and with what.
package struct CompareRequest: Hashable, Sendable {
    package enum Against: String, CaseIterable, Sendable {
        /// The 28 days before, or twelve stretches of its length where those are longer.
        case baseline
        /// The seven days before.
        case lastWeek = "last-week"
    }

    /// `(start, end]`, in seconds since 1970 UTC: up to the last whole hour.
    package let later: ClosedRange<Int>
    package let against: Against
    /// What says what happened at the same time.
    package let control: CompareControl

    /// A stretch of its own, without anything beside it.
    init(later: ClosedRange<Int>, against: Against) {
        (self.later, self.against, control) = (later, against, .none)
    }

    /// - Parameters:
    ///   - now: the moment that the question is about, in seconds since 1970 UTC.
    ///   - hasControl: see `CompareQuestion`.
    init(_ parameters: QueryParameters, now: Int, zone: Zone, hasControl: Bool) throws(RequestError) {
        let end = now / 3600 * 3600
        if let since = parameters["since"] {
            guard let start = Self.time(since, now: now, zone: zone) else { throw .badSince(since) }
            guard start < end else { throw .notBegun(since, parameter: "since") }
            later = start...end
        } else {
            later = max(0, end - 86_400)...max(1, end)
        }
        guard let against = Against(rawValue: parameters["against"] ?? Against.baseline.rawValue) else {
            throw .badAgainst(parameters["against"] ?? "")
        }
        self.against = against
        let control = try CompareControl(parameters)
        self.control = control == .others && !hasControl ? .none : control
    }

    /// A span before now, or a time or day, at the window boundary before it.
    private static func time(_ text: String, now: Int, zone: Zone) -> Int? {
        let time = TimeSpan(text).map { now - $0.seconds } ?? Timestamp.parse(text, in: zone)
        return time.flatMap { $0 >= 0 ? Window(endedAt: $0).end : nil }
    }

    var days: Double { Double(later.upperBound - later.lowerBound) / 86_400 }

    /// The blocks that it is compared with, oldest first.
    ///
    /// - Parameter oldest: nothing was collected before it, in seconds since 1970 UTC.
    func baseline(since oldest: Int, zone: Zone) -> [ClosedRange<Int>] {
        let earliest = against == .lastWeek ? max(oldest, later.lowerBound - 7 * 86_400 - 3600) : oldest
        return ComparedStretches(before: later, since: earliest, zone: zone).blocks
    }
}
