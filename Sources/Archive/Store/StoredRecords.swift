import Latency

/// A row with a checksum of all that is in it.
protocol SignedRecord {
    var checksum: Int { get }
    /// The same with the checksum that it should have.
    var signed: Self { get }
}

extension SignedRecord {
    /// Whether it is as it was written.
    var isSound: Bool { checksum == signed.checksum }
}

/// A run as it is stored.
package struct StoredRun: SignedRecord, Hashable, Sendable {
    /// Made by whoever stores it, greater than those of the source's earlier runs.
    package let id: Int
    package let source: Int
    package let started: Int
    package let finished: Int
    package let windows: Int
    /// A raw value of `RunOutcome`; damaged, anything.
    package let outcome: String
    package let detail: String?
    /// All nil for runs from before these were written down.
    package let milliseconds: Int?
    package let models: Int?
    package let queries: Int?
    package let retries: Int?
    package let bytes: Int?
    /// One a line.
    package let warnings: String?
    package let checksum: Int

    package init(
        id: Int, source: Int, started: Int, finished: Int, windows: Int, outcome: String, detail: String?,
        milliseconds: Int?, models: Int?, queries: Int?, retries: Int?, bytes: Int?, warnings: String?,
        checksum: Int? = nil
    ) {
        (self.id, self.source, self.started, self.finished) = (id, source, started, finished)
        (self.windows, self.outcome, self.detail) = (windows, outcome, detail)
        (self.milliseconds, self.models, self.queries) = (milliseconds, models, queries)
        (self.retries, self.bytes, self.warnings) = (retries, bytes, warnings)
        self.checksum =
            checksum
            ?? RowChecksum.of(
                tag: 4,
                [
                    .integer(id), .integer(source), .integer(started), .integer(finished), .integer(windows),
                    .text(outcome), .text(detail), .integer(milliseconds), .integer(models), .integer(queries),
                    .integer(retries), .integer(bytes), .text(warnings),
                ])
    }

    package var signed: StoredRun {
        StoredRun(
            id: id, source: source, started: started, finished: finished, windows: windows, outcome: outcome,
            detail: detail, milliseconds: milliseconds, models: models, queries: queries, retries: retries,
            bytes: bytes, warnings: warnings)
    }
}

/// What a target was told, as it is stored.
package struct StoredTold: SignedRecord, Hashable, Sendable {
    package let id: Int
    package let source: Int
    package let target: String
    /// `NoticeSubject.storedKind`; damaged, anything.
    package let subject: String
    package let model: Name?
    /// A raw value of `Severity` but `cannotTell`; damaged, anything.
    package let state: String
    /// Seconds since 1970 UTC.
    package let since: Int
    package let checksum: Int

    package init(
        id: Int, source: Int, target: String, subject: String, model: Name?, state: String, since: Int,
        checksum: Int? = nil
    ) {
        (self.id, self.source, self.target, self.subject) = (id, source, target, subject)
        (self.model, self.state, self.since) = (model, state, since)
        self.checksum =
            checksum
            ?? RowChecksum.of(
                tag: 5,
                [
                    .integer(id), .integer(source), .text(target), .text(subject), .text(model?.text), .text(state),
                    .integer(since),
                ])
    }

    package var signed: StoredTold {
        StoredTold(
            id: id, source: source, target: target, subject: subject, model: model, state: state, since: since)
    }
}

/// A unit change as it is stored.
package struct StoredUnitChange: SignedRecord, Hashable, Sendable {
    package let id: Int
    package let source: Int
    /// Seconds since 1970 UTC.
    package let time: Int
    package let user: String
    /// Raw values of `LatencyUnit`; damaged, anything.
    package let oldUnit: String
    package let newUnit: String
    package let checksum: Int

    package init(
        id: Int, source: Int, time: Int, user: String, oldUnit: String, newUnit: String, checksum: Int? = nil
    ) {
        (self.id, self.source, self.time, self.user) = (id, source, time, user)
        (self.oldUnit, self.newUnit) = (oldUnit, newUnit)
        self.checksum =
            checksum
            ?? RowChecksum.of(
                tag: 6,
                [
                    .integer(id), .integer(source), .integer(time), .text(user), .text(oldUnit), .text(newUnit),
                ])
    }

    package var signed: StoredUnitChange {
        StoredUnitChange(id: id, source: source, time: time, user: user, oldUnit: oldUnit, newUnit: newUnit)
    }
}
