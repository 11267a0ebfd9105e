import Latency
import Support

/// The whole days of a stretch of time, from midnight to midnight on the clock.
struct DayRanges {
    /// Each `(start, end]`, in seconds since 1970 UTC, oldest first.
    let days: [ClosedRange<Int>]

    init(from start: Int, to end: Int, zone: Zone) {
        var days: [ClosedRange<Int>] = []
        var midnight = HistoryStep.day.end(ofStepHolding: start, in: zone)
        while true {
            let next = HistoryStep.day.end(ofStepHolding: midnight + 1, in: zone)
            guard next <= end else { break }
            days.append(midnight...next)
            midnight = next
        }
        self.days = days
    }
}
