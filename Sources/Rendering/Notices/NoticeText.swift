import Reports

/// Notices as sentences.
package struct NoticeText {
    package init() {}

    /// One line, harmless on a terminal: `gpt-4: p95 is critical: 6.1 s (5–10 s, 120 requests)`.
    package func line(_ notice: Notice) -> String {
        guard let name = notice.model else { return TerminalText.harmless(collection(notice)) }
        let model = TerminalText.modelName(name)
        guard let p95 = notice.p95 else { return "\(model): p95 is \(word(notice)): no traffic" }
        let requests = notice.requests == 1 ? "1 request" : "\(DecimalText.grouped(notice.requests)) requests"
        return "\(model): p95 is \(word(notice)): \(LatencyText.value(p95)) (\(LatencyText.bracket(p95)), \(requests))"
    }

    private func collection(_ notice: Notice) -> String {
        let what = "metricsctl collect (\(notice.source.name), \(notice.source.metric))"
        if notice.state == .good { return "\(what) works again" }
        return "\(what) keeps failing: \(notice.detail ?? "unknown")"
    }

    /// Two decimals; empty where it is unknown.
    package func milliseconds(_ notice: Notice) -> String {
        notice.p95.flatMap { DecimalText.twoDecimals($0.milliseconds) } ?? ""
    }

    private func word(_ notice: Notice) -> String {
        notice.state == .good ? "good again" : notice.state.rawValue
    }
}
