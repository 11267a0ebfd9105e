import Latency
import Questions

/// Notifications as sentences.
package struct NotificationText {
    package init() {}

    /// One line, harmless on a terminal: `gpt-4: p95 is critical: 6.1 s (5–10 s, 120 requests), above the limit of 5 s for
    /// 15 min; http_seconds, source default`. Long names are shortened, and said to be. Where damage was left out a sentence
    /// says so.
    package func line(_ notice: Notification) -> String {
        let damage = ". Damaged records of that time are left out: see metricsctl archive verify"
        return TerminalText.harmless("\(subject(notice)); \(metric(notice))\(notice.isDamaged ? damage : "")")
    }

    private func subject(_ notice: Notification) -> String {
        let isGood = notice.state == .good
        switch notice.subject {
        case .collection:
            return isGood
                ? "metricsctl collect works again" : "metricsctl collect keeps failing: \(notice.detail ?? "unknown")"
        case .measure:
            return isGood
                ? "the metric has series again" : "the metric is gone: \(notice.detail ?? "unknown")"
        case .model(let name):
            let what = "\(Self.modelName(name)): p95 is \(isGood ? "good again" : notice.state.rawValue)"
            return notice.latency.map { "\(what): \(latency($0, isGood: isGood))" } ?? "\(what): no traffic"
        }
    }

    private func latency(_ latency: Notification.Latency, isGood: Bool) -> String {
        let count = DecimalText.grouped(latency.requests)
        let requests = latency.requests == 1 ? "1 request" : "\(count) requests"
        // The open bracket itself says that more can't be told.
        let doubt = latency.isSure || latency.p95.upper == nil ? "" : ", the bracket straddles a limit"
        let value = "\(LatencyFormat.value(latency.p95)) (\(LatencyFormat.bracket(latency.p95)), \(requests)\(doubt))"
        guard let limit = latency.limit else { return value }
        let place = isGood ? "within" : "above"
        return "\(value), \(place) the limit of \(LatencyFormat.bound(limit)) for \(Self.duration(latency.lasting))"
    }

    private func metric(_ notice: Notification) -> String {
        "\(Self.shortened(notice.source.metric.text)), source \(Self.shortened(notice.source.name.text))"
    }

    /// Two decimals; empty where it is unknown.
    package func milliseconds(_ value: Double?) -> String { value.flatMap(DecimalText.twoDecimals) ?? "" }

    /// `15 min`, `2 h`, `2 h 30 min`; seconds are rounded down.
    static func duration(_ seconds: Int) -> String {
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        if hours == 0 { return "\(minutes) min" }
        return minutes == 0 ? "\(hours) h" : "\(hours) h \(minutes) min"
    }

    // MARK: Names

    /// A model's name as people read it in a notice.
    package static func modelName(_ name: Name) -> String { shortened(TerminalText.modelName(name)) }

    /// A text of more than 300 bytes by its first 100 and last 50 characters, with the length that it has.
    static func shortened(_ text: String) -> String {
        guard text.utf8.count > 300 else { return text }
        // By scalars: a single character may be as long as anything.
        let scalars = Array(text.unicodeScalars)
        guard scalars.count > 150 else { return text }
        let ends = [scalars.prefix(100), scalars.suffix(50)].map { scalars in
            String(String.UnicodeScalarView(scalars))
        }
        return "\(ends[0])…\(ends[1]) (shortened from \(DecimalText.grouped(text.utf8.count)) bytes)"
    }
}
