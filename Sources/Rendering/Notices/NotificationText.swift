import Latency
import Questions
import Support

/// Notifications as sentences.
package struct NotificationText {
    private let zone: Zone

    /// - Parameter zone: by which times are told.
    package init(zone: Zone = .utc) { self.zone = zone }

    package static let test = "this is a test of metricsctl's notices"

    /// One line, harmless on a terminal: `gpt-4: p95 is critical: 6.1 s (5–10 s, 120 requests), above the limit of 5 s for
    /// 15 min; http_seconds, source default`. Long names are shortened, and said to be. Where damage was left out a sentence
    /// says so.
    package func line(_ notice: Notification) -> String {
        let damage = ". Damaged records of that time are left out: see metricsctl archive verify"
        if notice.subject == .test { return Self.test }
        let held = notice.held.map { past($0, notice) } ?? ""
        return TerminalText.harmless(
            "\(subject(notice))\(held); \(metric(notice))\(notice.isDamaged ? damage : "")")
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
            return notice.latency.map { "\(what): \(latency($0, isGood: isGood))" }
                ?? (notice.held == nil ? "\(what): no traffic" : what)
        case .rule(let rule, let model):
            let what =
                "\(Self.modelName(model)): \(isGood ? "good again" : notice.state.rawValue) by rule \(Self.ruleName(rule))"
            if let measured = notice.latency { return "\(what): p95 \(latency(measured, isGood: isGood))" }
            return notice.ruleReason.map { "\(what): \(RuleText.sentence($0, isGood: isGood))" } ?? what
        case .test: return Self.test
        }
    }

    /// What it was while nothing was told.
    private func past(_ held: Notification.Held, _ notice: Notification) -> String {
        let since = Timestamp.text(held.since, in: zone)
        let times = held.changes == 1 ? "changed once" : "changed \(DecimalText.grouped(held.changes)) times"
        if notice.state != .good, held.changes == 1 { return ", since \(since)" }
        let until = notice.state == .good ? " until \(Timestamp.text(held.latest, in: zone))" : ""
        let worst = held.worst == .good ? "" : ", \(held.worst.rawValue) at worst"
        return " (\(times) from \(since)\(until)\(worst))"
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

    /// A rule's name likewise.
    package static func ruleName(_ name: Name) -> String { shortened(name.text) }

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
