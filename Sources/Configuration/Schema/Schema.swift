import Latency
import Questions

/// Every key of a configuration file.
package enum Schema {
    package static let file = Section(
        name: "the file",
        keys: [
            Key("archive", .archive),
            Key("default_source", .name),
            Key("retention", .duration(2 * 86_400e3...ValueType.longest)),
            Key("sources", .list(.section(source))),
            Key("presets", .map(key: "name", .section(preset))),
            Key("models", .list(.section(model))),
            Key("objectives", .list(.section(objective))),
            Key("exclusions", .list(.section(exclusion))),
            Key("announcements", .list(.section(announcement))),
            Key("limits", .section(limits)),
            Key("notify", .section(notify)),
            Key("page", .section(page)),
        ])

    package static let source = Section(
        name: "a source",
        keys: [
            Key("name", .name, isRequired: true),
            Key("url", .url, isRequired: true),
            Key("preset", .name),
            Key("measures", .map(key: "measure", .orOff(.section(measure)))),
            Key("model_label", .label),
            Key("selector", .selector),
            Key("by", .oneOrMore(.label, most: 3)),
            Key("header_file", .secretFile),
            Key("bearer_token_file", .secretFile),
            Key("netrc_file", .secretFile),
            Key("basic_auth", .section(basicAuth)),
            Key("ca_file", .path),
            Key("cert_file", .secretFile),
            Key("key_file", .secretFile),
            Key("unix_socket", .path),
            Key("timeout", .duration(1...3600e3), usual: "\(Int(Defaults.timeout))s"),
            Key("retries", .number(0...100), usual: String(Defaults.retries)),
            Key("model_limit", .number(1...100_000), usual: String(Defaults.modelLimit)),
        ])

    package static let basicAuth = Section(
        name: "basic_auth",
        keys: [
            Key("username", .name, isRequired: true),
            Key("password_file", .secretFile, isRequired: true),
        ])

    package static let preset = Section(
        name: "a preset",
        keys: [
            Key("measures", .map(key: "measure", .section(measure)), isRequired: true),
            Key("model_label", .label),
            Key("selector", .selector),
        ])

    package static let measure = Section(
        name: "a measure",
        keys: [
            Key("metric", .name),
            Key("unit", .choice(LatencyUnit.choices.map(\.rawValue))),
            Key("model_label", .label),
            Key("selector", .selector),
        ])

    package static let model = Section(
        name: "a model",
        keys: [
            Key("match", .pattern, isRequired: true),
            Key("name", .text),
            Key("public", .flag, usual: "false"),
            Key("id", .pageID),
            Key("group", .text),
            Key("good_below", .map(key: "measure", .anyDuration)),
            Key("warning_below", .map(key: "measure", .anyDuration)),
        ])

    package static let objective = Section(
        name: "an objective",
        keys: [
            Key("name", .name, isRequired: true),
            Key("models", .pattern, usual: "*"),
            Key("measure", .name, usual: "e2e"),
            Key("below", .anyDuration, isRequired: true),
            Key("target", .share, isRequired: true),
            Key("period", .choice(Objective.Period.allCases.map(\.rawValue)), usual: "month"),
            Key("error_classes", .oneOrMore(.name, most: 20)),
        ])

    package static let exclusion = Section(
        name: "an exclusion",
        keys: [
            Key("from", .time, isRequired: true),
            Key("to", .time, isRequired: true),
            Key("models", .pattern, usual: "*"),
            Key("reason", .text, isRequired: true),
        ])

    package static let announcement = Section(
        name: "an announcement",
        keys: [
            Key("title", .text, isRequired: true),
            Key("text", .paragraphs),
            Key("severity", .choice(Announcement.Severity.allCases.map(\.rawValue)), usual: "info"),
            Key("from", .time, isRequired: true),
            Key("to", .time),
            Key("models", .pattern),
            Key("updates", .list(.section(update))),
        ])

    package static let update = Section(
        name: "an update",
        keys: [
            Key("at", .time, isRequired: true),
            Key("text", .paragraphs, isRequired: true),
        ])

    package static let limits = Section(
        name: "limits",
        keys: [
            Key("p95_warning", .anyDuration),
            Key("p95_critical", .anyDuration),
            Key("min_requests", .number(1...1_000_000_000), usual: String(Defaults.minimumRequests)),
            Key("max_age", .anyDuration, usual: "\(Defaults.maximumAge / 60)m"),
            Key("certain", .flag, usual: "true"),
        ])

    package static let notify = Section(
        name: "notify",
        keys: [
            Key("command", .oneOrMore(.path, most: 20)),
            Key("webhook", .oneOrMore(.notifyURL, most: 20)),
            Key("webhook_file", .oneOrMore(.secretFile, most: 20)),
            Key("slack", .oneOrMore(.notifyURL, most: 20)),
            Key("slack_file", .oneOrMore(.secretFile, most: 20)),
            Key("alertmanager", .oneOrMore(.notifyURL, most: 20)),
            Key("alertmanager_file", .oneOrMore(.secretFile, most: 20)),
            Key("ping", .oneOrMore(.notifyURL, most: 20)),
            Key("ping_file", .oneOrMore(.secretFile, most: 20)),
            Key("p95_warning", .anyDuration),
            Key("p95_critical", .anyDuration),
            Key("for", .anyDuration, usual: "15m"),
            Key("min_requests", .number(1...1_000_000_000)),
            Key("failures", .number(1...1000), usual: "3"),
            Key("certain", .flag, usual: "true"),
            Key("rules", .list(.section(noticeRule))),
            Key("quiet_hours", .section(quietHours)),
            Key("digest", .timeOfDay),
        ])

    package static let noticeRule = Section(
        name: "a rule",
        keys: [
            Key("name", .name, isRequired: true),
            Key("models", .pattern, usual: "*"),
            Key("measure", .name),
            Key("p95_warning", .anyDuration),
            Key("p95_critical", .anyDuration),
            Key("for", .anyDuration),
            Key("min_requests", .number(1...1_000_000_000)),
            Key("certain", .flag),
            Key("objective", .name),
            Key("slower_than", .choice(CompareRequest.Against.allCases.map(\.rawValue))),
        ])

    package static let quietHours = Section(
        name: "quiet_hours",
        keys: [
            Key("from", .timeOfDay, isRequired: true),
            Key("to", .timeOfDay, isRequired: true),
        ])

    package static let page = Section(
        name: "page",
        keys: [
            Key("title", .text),
            Key("public", .flag, usual: "false"),
            Key("good_below", .anyDuration),
            Key("warning_below", .anyDuration),
            Key("frame_ancestors", .frameAncestors, usual: "'none'"),
            Key("url", .url),
            Key("language", .languageTag),
            Key("language_file", .path),
            Key("timezone", .zone),
        ])

    /// What may be measured, by the names that answers have.
    static let measures = Measure.allCases.map(\.rawValue)
}
