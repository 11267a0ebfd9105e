import Foundation
import Testing

/// One real Prometheus for all tests of a suite, over two hours of history that can be counted by hand.
///
/// Scraped once a minute from 11:00 to 13:00 UTC of 2025-10-17, one replica each:
/// - `request_duration_seconds` and `queue_seconds` of the model `gpt-4`: every minute 2 requests between 0.1 and 0.5 s
///   and 1 between 0.5 and 1 s, so 15 in a window
/// - `hostile_seconds` of `hostileModel`, without the bucket up to +Inf, so that every window of it is refused
/// - `temperature_celsius`, a gauge, and `up`
/// - `retired_seconds`, from 09:00 to 09:30 only
enum SmallServer {
    /// 2025-10-17T12:00:00Z, in seconds since 1970 UTC.
    static let noon = 1_760_702_400
    /// A model's name that would colour a terminal red and begin a line.
    static let hostileModel = "\u{1B}[31mred\nmetricsctl: second line"
    /// What an unknown metric's hint lists, in this order.
    static let histograms = "hostile_seconds, queue_seconds, request_duration_seconds, retired_seconds"

    /// Set where a suite has the trait `.smallServer`.
    @TaskLocal static var url = ""

    /// As `--at` takes it.
    static func text(_ time: Int) -> String { Date(timeIntervalSince1970: Double(time)).formatted(.iso8601) }

    fileprivate static var history: String {
        var history = HistoryText()
        for (metric, model, bounds, first, last) in [
            ("request_duration_seconds", "gpt-4", ["0.1", "0.5", "1.0", "+Inf"], noon - 3600, noon + 3600),
            ("queue_seconds", "gpt-4", ["0.1", "0.5", "1.0", "+Inf"], noon - 3600, noon + 3600),
            ("hostile_seconds", hostileModel.replacing("\n", with: "\\n"), ["0.1", "0.5"], noon - 3600, noon + 3600),
            ("retired_seconds", "gpt-4", ["0.1", "0.5", "1.0", "+Inf"], noon - 10_800, noon - 9000),
        ] {
            for (minute, time) in stride(from: first, through: last, by: 60).enumerated() {
                let counts = bounds.map { bound in
                    (bound: bound, bound == "0.1" ? 0 : bound == "0.5" ? 2 * minute : 3 * minute)
                }
                history.add(metric, "model=\"\(model)\"", counts, sum: Double(minute) * 1.25, at: time)
            }
        }
        for time in stride(from: noon - 3600, through: noon + 3600, by: 60) { history.addTarget(at: time) }
        return history.text
    }
}

extension Trait where Self == ServedHistory {
    static var smallServer: Self { Self(url: SmallServer.$url) { SmallServer.history } }
}
