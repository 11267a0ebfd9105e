import Glibc
import Incidents

/// How many requests one replica of a model gets, and how long they take.
struct Traffic: Sendable {
    /// Requests per second at the busiest time of day.
    let peakRate: Double
    /// The hour of the day (UTC) that is the busiest.
    let peakHour: Double
    /// Whether nobody asks anything in the five hours of the night.
    let quietNights: Bool
    /// Whether the rate is the same all day.
    let steady: Bool
    /// The typical latency, in seconds.
    let medianSeconds: Double
    /// The time past the simulation's day start in which answers are ten times as slow, in minutes; nil for never.
    let incident: Range<Int>?

    /// Requests per second in the minute of that number since 1970.
    func rate(inMinute minute: Int) -> Double {
        if steady { return peakRate }
        let hour = Double(minute % 1440) / 60
        var fromPeak = abs(hour - peakHour)
        if fromPeak > 12 { fromPeak = 24 - fromPeak }
        if quietNights, fromPeak > 9.5 { return 0 }
        let day = (1 + cos(.pi * fromPeak / 12)) / 2
        return peakRate * (0.08 + 0.92 * day * day.squareRoot())
    }

    /// A latency in seconds, of a distribution with a long tail: some requests take many times the typical one's time.
    func latency(inMinute minute: Int, sinceDayStart: Int, using generator: inout SeededGenerator) -> Double {
        var seconds = medianSeconds * exp(0.6 * generator.normal())
        if generator.uniform() < 0.02 { seconds *= 8 }
        if let incident, incident.contains(sinceDayStart) { seconds *= 10 }
        return seconds
    }
}
