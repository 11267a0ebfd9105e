import Latency

extension Archive {
    /// What a target was last told of a source and is not good; all else is. What is damaged was told to nobody.
    package func notifiedStates(of source: Source, to target: String) throws(ArchiveError) -> Read<[ToldState]> {
        try read { () throws(ArchiveError) in
            var states: [ToldState] = []
            try store.told(of: source.id, to: target) { stored in
                guard stored.isSound, let subject = NoticeSubject(kind: stored.subject, model: stored.model),
                    let state = Severity(rawValue: stored.state), state != .cannotTell
                else { return report(damagedPart("what a target was told is unreadable")) }
                states.append(ToldState(subject, state, since: stored.since))
            }
            return states
        }
    }

    /// Remembers what a target was told, in one transaction.
    package func remember(_ states: [ToldState], of source: Source, to target: String) throws(ArchiveError) {
        try transaction(of: source) { () throws(ArchiveError) in
            for told in states { try put(told, of: source, to: target) }
        }
    }

    /// In place of what it was told before; inside a transaction.
    func put(_ told: ToldState, of source: Source, to target: String) throws(ArchiveError) {
        try forget(told.subject, of: source, to: target)
        if told.state != .good { try insert(told, of: source, to: target) }
    }

    /// Gives these targets what was told when it was not yet written down whom.
    package func handOverToldStates(of source: Source, to targets: [String]) throws(ArchiveError) {
        guard try !notifiedStates(of: source, to: Self.anyTarget).value.isEmpty else { return }
        try transaction(of: source) { () throws(ArchiveError) in
            // Another may have done so since.
            let states = try notifiedStates(of: source, to: Self.anyTarget).value
            for told in states {
                for target in Set(targets.map { Name($0) }) { try insert(told, of: source, to: target.text) }
                try forget(told.subject, of: source, to: Self.anyTarget)
            }
        }
    }

    /// Whom everything was told until archives kept it by target.
    private static let anyTarget = ""

    private func forget(_ subject: NoticeSubject, of source: Source, to target: String) throws(ArchiveError) {
        try store.deleteTold(of: source.id, to: target, subject: subject.storedKind, model: subject.model)
    }

    private func insert(_ told: ToldState, of source: Source, to target: String) throws(ArchiveError) {
        try store.add(
            StoredTold(
                id: try store.nextNumber(in: .told), source: source.id, target: target,
                subject: told.subject.storedKind,
                model: told.subject.model, state: told.state.rawValue, since: told.since))
    }
}
