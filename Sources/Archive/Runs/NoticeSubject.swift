import Latency

/// What people are told of.
package enum NoticeSubject: Hashable, Sendable {
    /// Whether collections succeed.
    case collection
    /// Whether the server still has the measure's series.
    case measure
    /// How fast a model answers.
    case model(Name)
    /// What a rule of the configuration says of a model.
    case rule(Name, model: Name)
    /// Whether notices arrive at all; never kept.
    case test

    /// nil for what is no model.
    package var model: Name? {
        switch self {
        case .model(let name), .rule(_, let name): name
        case .collection, .measure, .test: nil
        }
    }

    /// nil for what is no rule's.
    package var rule: Name? {
        if case .rule(let name, _) = self { name } else { nil }
    }

    /// What JSON and programs call its kind: never changed.
    package var kind: String {
        switch self {
        case .collection: "collection"
        case .measure: "measure"
        case .model: "model"
        case .rule: "rule"
        case .test: "test"
        }
    }

    /// What archives call it: never changed.
    var storedKind: String {
        if case .rule(let name, _) = self { Self.rulePrefix + name.text } else { kind }
    }

    private static let rulePrefix = "rule "

    /// nil where the kind is not known, or lacks its model.
    init?(kind: String, model: Name?) {
        switch (kind, model) {
        case ("collection", nil): self = .collection
        case ("measure", nil): self = .measure
        case ("model", let model?): self = .model(model)
        case (_, let model?) where kind.hasPrefix(Self.rulePrefix):
            self = .rule(Name(kind.dropFirst(Self.rulePrefix.count)), model: model)
        default: return nil
        }
    }
}

/// What was last told, and since when it has been so.
package struct ToldState: Hashable, Sendable {
    package let subject: NoticeSubject
    /// Never `cannotTell`: what nobody can tell stays as it was told.
    package let state: Severity
    /// Seconds since 1970 UTC.
    package let since: Int

    package init(_ subject: NoticeSubject, _ state: Severity, since: Int) {
        self.subject = subject
        self.state = state
        self.since = since
    }
}
