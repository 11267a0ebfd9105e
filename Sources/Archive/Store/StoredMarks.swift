import Latency

/// A mark as it is stored.
package struct StoredMark: SignedRecord, Hashable, Sendable {
    package let id: Int
    /// Seconds since 1970 UTC.
    package let at: Int
    package let text: String
    package let model: Name?
    /// A raw value of `Mark.Kind`; damaged, anything.
    package let kind: String
    /// Seconds since 1970 UTC.
    package let createdAt: Int
    package let createdBy: String
    /// No two marks have the same.
    package let key: String
    package let checksum: Int

    package init(
        id: Int, at: Int, text: String, model: Name?, kind: String, createdAt: Int, createdBy: String, key: String,
        checksum: Int? = nil
    ) {
        (self.id, self.at, self.text, self.model, self.kind) = (id, at, text, model, kind)
        (self.createdAt, self.createdBy, self.key) = (createdAt, createdBy, key)
        self.checksum =
            checksum
            ?? RowChecksum.of(
                tag: 7,
                [
                    .integer(id), .integer(at), .text(text), .text(model?.text), .text(kind), .integer(createdAt),
                    .text(createdBy), .text(key),
                ])
    }

    package var signed: StoredMark {
        StoredMark(
            id: id, at: at, text: text, model: model, kind: kind, createdAt: createdAt, createdBy: createdBy, key: key)
    }
}

/// An exclusion as it is stored.
package struct StoredExclusion: SignedRecord, Hashable, Sendable {
    package let id: Int
    /// Seconds since 1970 UTC.
    package let start, end: Int
    /// A pattern: see `ShellPattern`.
    package let models: String
    package let reason: String
    /// Seconds since 1970 UTC.
    package let createdAt: Int
    package let createdBy: String
    /// No two exclusions have the same.
    package let key: String
    package let checksum: Int

    package init(
        id: Int, start: Int, end: Int, models: String, reason: String, createdAt: Int, createdBy: String, key: String,
        checksum: Int? = nil
    ) {
        (self.id, self.start, self.end, self.models, self.reason) = (id, start, end, models, reason)
        (self.createdAt, self.createdBy, self.key) = (createdAt, createdBy, key)
        self.checksum =
            checksum
            ?? RowChecksum.of(
                tag: 8,
                [
                    .integer(id), .integer(start), .integer(end), .text(models), .text(reason), .integer(createdAt),
                    .text(createdBy), .text(key),
                ])
    }

    package var signed: StoredExclusion {
        StoredExclusion(
            id: id, start: start, end: end, models: models, reason: reason, createdAt: createdAt, createdBy: createdBy,
            key: key)
    }
}
