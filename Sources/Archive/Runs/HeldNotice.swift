import Latency

/// What somebody is to be told later of a subject: in quiet hours, or with the next digest.
package struct HeldNotice: Hashable, Sendable {
    package let subject: NoticeSubject
    /// The worst that it was since.
    package let worst: Severity
    /// What it was last; never `cannotTell`.
    package let state: Severity
    /// When it changed first, and when last; seconds since 1970 UTC.
    package let since, latest: Int
    /// How often it changed.
    package let changes: Int

    package init(
        _ subject: NoticeSubject, worst: Severity, state: Severity, since: Int, latest: Int, changes: Int
    ) {
        (self.subject, self.worst, self.state) = (subject, worst, state)
        (self.since, self.latest, self.changes) = (since, latest, changes)
    }

    /// How archives write it down beside subject and `since`: never changed.
    var text: String { "\(worst.rawValue) \(state.rawValue) \(latest) \(changes)" }

    /// nil where the text is none.
    init?(_ subject: NoticeSubject, _ text: String, since: Int) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 4, let worst = Severity(rawValue: String(parts[0])),
            let state = Severity(rawValue: String(parts[1])), let latest = Int(parts[2]), let changes = Int(parts[3])
        else { return nil }
        self.init(subject, worst: worst, state: state, since: since, latest: latest, changes: changes)
    }
}

extension Archive {
    /// What a target is to be told later of a source. What is damaged was seen by nobody.
    package func heldNotices(of source: Source, to target: String) throws(ArchiveError) -> Read<[HeldNotice]> {
        try read { () throws(ArchiveError) in
            var notices: [HeldNotice] = []
            try store.told(of: source.id, to: Self.held(target)) { stored in
                guard stored.isSound, let subject = NoticeSubject(kind: stored.subject, model: stored.model),
                    let notice = HeldNotice(subject, stored.state, since: stored.since)
                else { return report(damagedPart("what a target is to be told is unreadable")) }
                notices.append(notice)
            }
            return notices
        }
    }

    /// Remembers what a target was told and, in place of all that it was to be told of these subjects, what it is to be told, in one
    /// transaction.
    package func remember(
        told states: [ToldState], holding notices: [HeldNotice], released: [NoticeSubject], of source: Source,
        to target: String
    ) throws(ArchiveError) {
        try transaction(of: source) { () throws(ArchiveError) in
            for told in states { try put(told, of: source, to: target) }
            for subject in released + notices.map(\.subject) {
                try store.deleteTold(
                    of: source.id, to: Self.held(target), subject: subject.storedKind, model: subject.model)
            }
            for notice in notices {
                try store.add(
                    StoredTold(
                        id: try store.nextNumber(in: .told), source: source.id, target: Self.held(target),
                        subject: notice.subject.storedKind, model: notice.subject.model, state: notice.text,
                        since: notice.since))
            }
        }
    }

    private static func held(_ target: String) -> String { "held \(target)" }
}
