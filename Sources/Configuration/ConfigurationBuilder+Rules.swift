import Latency
import Notify
import Questions
import Support
import YAML

/// The rules of `notify`, and when it is quiet.
extension ConfigurationBuilder {
    mutating func quietHours(_ record: Record?) -> DailyHours? {
        guard let record, let from = record.timeOfDay("from"), let to = record.timeOfDay("to") else { return nil }
        if from == to { report(record["to"]?.position ?? record.position, "to must be another time than from") }
        return DailyHours(from: from, to: to)
    }

    mutating func furtherRules(_ notify: Record) -> NotifySettings.FurtherRules {
        var further = NotifySettings.FurtherRules()
        (further.models, further.exclusions) = (models, exclusions)
        var places: [Name: YAMLPosition] = [:]
        for record in notify.list("rules").compactMap(\.record) {
            if let name = record["name"] {
                if let first = places[Name(name.text)] {
                    report(
                        name.position,
                        "a rule is called \(name.text.singleLine(limit: 60)) already at \(first.text)")
                }
                places[Name(name.text)] = name.position
            }
            if let measure = record["measure"], let message = MeasureName.mistake(measure.text, beside: ownMeasures) {
                report(measure.position, message)
            }
            checkOrder(record, "p95_warning", "p95_critical")
            guard let name = record.name("name"), let condition = condition(record, notify) else { continue }
            further.rules.append(NoticeRule(name: name, models: record.pattern("models") ?? .all, condition))
        }
        return further
    }

    private static let latencyKeys = ["p95_warning", "p95_critical", "for", "min_requests", "certain"]

    private mutating func condition(_ record: Record, _ notify: Record) -> NoticeRule.Condition? {
        if let objective = record["objective"] {
            refuse(Self.latencyKeys + ["measure", "slower_than"], beside: "objective", record)
            return self.objective(objective).map { .objective($0) }
        }
        if let text = record.text("slower_than") {
            refuse(Self.latencyKeys, beside: "slower_than", record)
            return CompareRequest.Against(rawValue: text).map {
                .slower(SlowerRule(measure: record.name("measure"), than: $0))
            }
        }
        return .latency(latencyRule(record, notify))
    }

    private mutating func refuse(_ keys: [String], beside key: String, _ record: Record) {
        for other in keys {
            if let value = record[other] { report(value.position, "\(other) can't stand beside \(key)") }
        }
    }

    private mutating func objective(_ located: Located) -> Objective? {
        if let found = objectives.first(where: { $0.name == Name(located.text) }) { return found }
        let shown = located.text.singleLine(limit: 60)
        let names = objectives.map(\.name.text)
        if let meant = UnknownKey.similar(to: located.text, among: names) {
            report(located.position, "there is no objective \(shown): did you mean \(meant)?")
        } else {
            let known = names.isEmpty ? "the file has none" : "there are \(names.joined(separator: ", "))"
            report(located.position, "there is no objective \(shown): \(known)")
        }
        return nil
    }

    private mutating func latencyRule(_ record: Record, _ notify: Record) -> LatencyRule {
        let (warning, critical) = (record.milliseconds("p95_warning"), record.milliseconds("p95_critical"))
        let measure = record.name("measure")
        let usesOwn = warning == nil && critical == nil
        let named = measure ?? "e2e"
        if usesOwn, !models.contains(where: { $0.goodBelow[named] != nil || $0.warningBelow[named] != nil }) {
            report(
                record.position,
                "a rule needs p95_warning, p95_critical, objective or slower_than, or models with good_below or warning_below of "
                    + named.text)
        }
        let evaluation = EvaluationRule(
            limits: .above(warning: warning, critical: critical),
            minimumRequests: record.number("min_requests") ?? notify.number("min_requests") ?? limits.minimumRequests
                ?? 1,
            seconds: record.seconds("for") ?? notify.seconds("for") ?? 900,
            isCertain: record.flag("certain") ?? notify.flag("certain") ?? true)
        return LatencyRule(measure: measure, evaluation, usesOwnLimits: usesOwn)
    }
}
