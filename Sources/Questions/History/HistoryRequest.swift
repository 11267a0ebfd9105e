import Latency
import Support

/// The stretch of time and the step that a history is asked for.
package struct HistoryRequest: Hashable, Sendable {
    package static let maximumHours = 87_600
    package static let maximumPoints = 11_000
    /// The most points of all models in an answer that has to be in memory as a whole: twenty models of the longest kind,
    /// or a day of a thousand.
    package static let mostPointsInAll = 300_000
    /// The most points a model that a step is chosen for where none is asked for.
    static let maximumPointsByDefault = 1_000

    package let hours: Double
    /// Seconds since 1970 UTC; a window boundary.
    package let end: Int
    /// Seconds since 1970 UTC. Need not be a window boundary: windows are in the range where their end is.
    package let start: Int
    package let step: HistoryStep

    /// `now` is in seconds since 1970 UTC; the history ends at the window boundary at or before it.
    init(parameters: QueryParameters, now: Int, zone: Zone) throws(RequestError) {
        let range = try TimeRange(parameters, now: now, zone: zone, usualHours: 1)
        let isOfHours = parameters["from"] == nil && parameters["period"] == nil
        end = Window(endedAt: range.end).end
        start = min(range.start, end - 1)
        hours = isOfHours ? try HistoryRequest.hours(parameters.hours ?? "1") : Double(end - start) / 3600
        step = try HistoryRequest.step(parameters.step, from: start, to: end, zone: zone)
    }

    /// A span such as `24h` or `7d`, or a number of hours: digits with or without decimals; no signs, exponents or words,
    /// which `Double` would take.
    static func hours(_ text: String) throws(RequestError) -> Double {
        if let span = TimeSpan(text) {
            let hours = span.milliseconds / 3600e3
            guard hours <= Double(maximumHours) else { throw .badHours(text) }
            return hours
        }
        let plain = text.utf8.allSatisfy {
            $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }
        guard plain, let hours = Double(text), hours > 0, hours <= Double(maximumHours) else { throw .badHours(text) }
        return hours
    }

    private static func step(_ text: String?, from start: Int, to end: Int, zone: Zone) throws(RequestError)
        -> HistoryStep
    {
        guard let text else {
            let fitting = HistoryStep.automatic.first {
                $0.count(from: start, to: end, in: zone) <= maximumPointsByDefault
            }
            return fitting ?? .week
        }
        guard let step = HistoryStep(rawValue: text) else { throw .badStep(text) }
        let points = step.count(from: start, to: end, in: zone)
        guard points <= maximumPoints else { throw .tooManyPoints(points, step: step) }
        return step
    }
}
