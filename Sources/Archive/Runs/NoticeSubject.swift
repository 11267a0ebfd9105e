import Latency

/// What people are told of.
package enum NoticeSubject: Hashable, Sendable {
    /// Whether collections succeed.
    case collection
    /// Whether the server still has the measure's series.
    case measure
    /// How fast a model answers.
    case model(Name)

    /// nil for what is no model.
    package var model: Name? {
        if case .model(let name) = self { name } else { nil }
    }

    /// What archives, JSON and programs call its kind: never changed.
    package var kind: String {
        switch self {
        case .collection: "collection"
        case .measure: "measure"
        case .model: "model"
        }
    }

    /// nil where the kind is not known, or lacks its model.
    init?(kind: String, model: Name?) {
        switch (kind, model) {
        case ("collection", nil): self = .collection
        case ("measure", nil): self = .measure
        case ("model", let model?): self = .model(model)
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
