import Latency
import Support

/// How long a point of a history is.
///
/// Steps of up to three hours align to UTC; longer ones to what clocks show, so that a day is a day of the calendar
/// with its 23, 24 or 25 hours, and a week starts on Monday. A step is named by its end and holds it: the window that
/// ends at midnight belongs to the day before.
package enum HistoryStep: String, CaseIterable, Sendable {
    case fiveMinutes = "5m"
    case tenMinutes = "10m"
    case quarterHour = "15m"
    case halfHour = "30m"
    case hour = "1h"
    case twoHours = "2h"
    case threeHours = "3h"
    case sixHours = "6h"
    case twelveHours = "12h"
    case day = "1d"
    case week = "7d"

    /// The steps that are chosen from where none is asked for, shortest first.
    static let automatic: [HistoryStep] = [.fiveMinutes, .quarterHour, .hour, .sixHours, .day, .week]

    /// The nominal length, in seconds.
    package var seconds: Int {
        switch self {
        case .fiveMinutes: 300
        case .tenMinutes: 600
        case .quarterHour: 900
        case .halfHour: 1800
        case .hour: 3600
        case .twoHours: 7200
        case .threeHours: 10_800
        case .sixHours: 21_600
        case .twelveHours: 43_200
        case .day: 86_400
        case .week: 604_800
        }
    }

    /// The end of the step that holds `time`: the first boundary at or after it.
    package func end(ofStepHolding time: Int, in zone: Zone) -> Int {
        let zone = alignment(zone)
        var boundary = (stepIndex(zone.clock(at: time) - 1) + 1) * seconds + phase
        // Where the clocks change, the boundary on the clock may have passed already, or the one before may be due.
        while zone.instant(showing: boundary) < time { boundary += seconds }
        while zone.instant(showing: boundary - seconds) >= time { boundary -= seconds }
        return zone.instant(showing: boundary)
    }

    /// How many steps the stretch `(start, end]` touches.
    package func count(from start: Int, to end: Int, in zone: Zone) -> Int {
        let zone = alignment(zone)
        return stepIndex(zone.clock(at: end) - 1) - stepIndex(zone.clock(at: start)) + 1
    }

    private func alignment(_ zone: Zone) -> Zone { seconds <= 10_800 ? .utc : zone }

    /// 1970-01-01 was a Thursday: Mondays are four days off.
    private var phase: Int { self == .week ? 4 * 86_400 : 0 }

    private func stepIndex(_ clock: Int) -> Int {
        let shifted = clock - phase
        return shifted / seconds - (shifted % seconds < 0 ? 1 : 0)
    }
}
