import Latency

/// What the number of requests that a window has is a number of: of a histogram of times between tokens it is that of intervals, of a
/// counter whatever it counts.
package enum Counted: String, CaseIterable, Sendable {
    case requests
    case intervals
    case tokens
    case errors
    /// Of a counter that no table knows.
    case events

    package init(_ source: SourceDescription, measure: Name) {
        let known = Measure(rawValue: measure.text)
        self =
            switch (source.kind, known) {
            case (.counter, .inputTokens), (.counter, .outputTokens): .tokens
            case (.counter, .errors): .errors
            case (.counter, .requests): .requests
            case (.counter, _): .events
            case (.histogram, _), (.mean, _): measure.countsIntervals ? .intervals : .requests
            }
    }
}
