import Latency
import Support

/// How far the page for customers looks back, and in which bars.
package enum PublicRange: String, CaseIterable, Sendable {
    case day = "24h"
    case week = "7d"
    case month = "30d"
    case quarter = "90d"

    /// How long a bar is.
    package var step: HistoryStep {
        switch self {
        case .day: .hour
        case .week: .sixHours
        case .month, .quarter: .day
        }
    }

    package var hours: Int {
        switch self {
        case .day: 24
        case .week: 7 * 24
        case .month: 30 * 24
        case .quarter: 90 * 24
        }
    }

    package var barCount: Int {
        switch self {
        case .day: 24
        case .week: 28
        case .month: 30
        case .quarter: 90
        }
    }

    /// The bars up to that which holds a moment, in seconds since 1970 UTC, oldest first. Each is what lies after its start, up to and
    /// including its end.
    func bars(at now: Int, in zone: Zone) -> [ClosedRange<Int>] {
        var end = step.end(ofStepHolding: now, in: zone)
        var bars: [ClosedRange<Int>] = []
        while bars.count < barCount {
            let guess = step.end(ofStepHolding: end - step.seconds, in: zone)
            // Where the clocks went back the step is longer than its name says.
            let start = guess < end ? guess : step.end(ofStepHolding: end - step.seconds - 3 * 3600, in: zone)
            bars.append(start...end)
            end = start
        }
        return bars.reversed()
    }
}
