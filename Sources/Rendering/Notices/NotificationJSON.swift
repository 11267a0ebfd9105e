import Latency
import Questions
import Support

/// Notifications as the JSON that other systems take.
package struct NotificationJSON {
    private let zone: Zone

    package init(zone: Zone) { self.zone = zone }

    /// For any system: `{"notices":[…]}`, latencies in milliseconds, unknown is null.
    package func webhook(_ notices: [Notification]) -> String {
        var json = JSONWriter(indented: false)
        json.object { json in
            json.member("notices", arrayOf: notices) { json, notice in
                json.member("source", notice.source.name)
                json.member("metric_name", notice.source.metric)
                json.member("subject", notice.subject.kind)
                json.member("model", notice.model)
                json.member("state", notice.state.rawValue)
                json.member("previous", notice.previous.rawValue)
                json.member("at", Timestamp.text(notice.time, in: zone))
                let (latency, p95) = (notice.latency, notice.latency?.p95)
                json.member("p95_latency_ms", digits: p95.flatMap { DecimalText.twoDecimals($0.milliseconds) })
                json.member("p95_lower_ms", digits: p95.flatMap { DecimalText.twoDecimals($0.lower) })
                json.member("p95_upper_ms", digits: p95.flatMap(\.upper).flatMap(DecimalText.twoDecimals))
                json.member("requests", notice.model == nil ? nil : latency?.requests ?? 0)
                json.member("text", NotificationText(zone: zone).line(notice))
                json.member("limit_ms", digits: latency?.limit.flatMap(DecimalText.twoDecimals))
                json.member("lasting_seconds", latency?.lasting)
                json.member("sure", digits: latency.map { $0.isSure ? "true" : "false" })
                json.member("damaged", digits: notice.isDamaged ? "true" : "false")
                if let rule = notice.subject.rule { json.member("rule", rule) }
                if let held = notice.held { member(held, &json) }
            }
        }
        return json.text
    }

    /// What it was while nothing was told.
    private func member(_ held: Notification.Held, _ json: inout JSONWriter) {
        json.member(
            "held",
            object: { json in
                json.member("worst", held.worst.rawValue)
                json.member("since", Timestamp.text(held.since, in: zone))
                json.member("latest", Timestamp.text(held.latest, in: zone))
                json.member("changes", held.changes)
            })
    }

    /// For Slack's incoming webhooks and what is compatible with them: one message, a line for each notice.
    package func slack(_ notices: [Notification]) -> String {
        let lines = notices.map { notice in
            let sign =
                switch notice.state {
                case .good: ":large_green_circle:"
                case .cannotTell: ":white_circle:"
                case .warning: ":large_yellow_circle:"
                case .critical: ":red_circle:"
                }
            return "\(sign) \(escaped(NotificationText(zone: zone).line(notice)))"
        }
        var json = JSONWriter(indented: false)
        json.object { $0.member("text", lines.joined(separator: "\n")) }
        return json.text
    }

    /// Slack's three special characters, which begin links and mentions.
    private func escaped(_ text: String) -> String {
        text.replacingScalars("&", with: "&amp;")
            .replacingScalars("<", with: "&lt;").replacingScalars(">", with: "&gt;")
    }

    /// For Alertmanager's API v2, which takes every alert again on every run: an array of `postableAlert`.
    package func alertmanager(_ alerts: [Alert]) -> String {
        var json = JSONWriter(indented: false)
        json.array(of: alerts) { json, alert in
            json.member(
                "labels",
                object: { json in
                    json.member("alertname", name(alert))
                    json.member("severity", alert.state.rawValue)
                    // An empty label is none to Alertmanager.
                    if let model = alert.subject.model { json.member("model", model.isEmpty ? "(none)" : model) }
                    if let rule = alert.subject.rule { json.member("rule", rule) }
                    json.member("source", alert.source.name)
                    json.member("metric_name", alert.source.metric)
                })
            json.member("annotations", object: { $0.member("summary", alert.summary) })
            json.member("startsAt", Timestamp.text(alert.start, in: zone))
            json.member("endsAt", Timestamp.text(alert.end, in: zone))
        }
        return json.text
    }

    /// Rules of Alertmanager's name them: never changed.
    private func name(_ alert: Alert) -> String {
        switch alert.subject {
        case .collection: "MetricsctlCollectionFailing"
        case .measure: "MetricsctlSeriesGone"
        case .model: "ModelLatencyHigh"
        case .rule: "MetricsctlRule"
        case .test: "MetricsctlTest"
        }
    }
}
