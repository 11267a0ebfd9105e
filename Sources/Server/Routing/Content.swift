/// What a resource answers with: everything of a response but what all responses have in common.
package struct Content: Sendable {
    /// The HTTP status.
    package let status: Int
    /// The `Content-Type`.
    package let type: String
    let body: AnswerBody
    /// The `Content-Security-Policy`; nil is the strictest, under which a document may load and run nothing.
    package let policy: String?
    /// What a body that has no place for it should tell of what is left out.
    let warnings: [String]
    /// From this second since 1970 UTC on the answer would be another one, though nothing was collected since: a page that
    /// says how stale the data is, for one. A kept answer is dropped then; nil is the end of the five minutes at the most.
    package let changesAt: Int?

    init(
        status: Int = 200, type: String, text: String, policy: String? = nil, changesAt: Int? = nil
    ) {
        self.init(status: status, type: type, policy: policy, changesAt: changesAt) { $0.add(text) }
    }

    /// What is long is written piece by piece, so that it is never whole in memory.
    init(
        status: Int = 200, type: String, policy: String? = nil, warnings: [String] = [], changesAt: Int? = nil,
        write: (inout BodyWriter) -> Void
    ) {
        var writer = BodyWriter()
        write(&writer)
        self.status = status
        self.type = type
        body = writer.finish()
        self.policy = policy
        self.warnings = warnings
        self.changesAt = changesAt
    }

    package static let json = "application/json; charset=utf-8"
}
