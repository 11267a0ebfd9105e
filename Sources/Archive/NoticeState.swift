/// The state that was last told of a model, or of the collections. The raw values are stored in archives.
package enum NoticeState: String, CaseIterable, Sendable {
    case good
    case warning
    case critical
}

/// What was last told, and since when it has been so.
package struct ToldState: Hashable, Sendable {
    /// The model's name; nil is the collections themselves.
    package let model: String?
    package let state: NoticeState
    /// Seconds since 1970 UTC.
    package let since: Int

    package init(model: String?, state: NoticeState, since: Int) {
        self.model = model
        self.state = state
        self.since = since
    }
}
