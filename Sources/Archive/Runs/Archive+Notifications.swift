import Latency

extension Archive {
    /// What a target was last told of a source and is not good; all else is. What is damaged was told to nobody.
    package func notifiedStates(of source: Source, to target: String) throws(ArchiveError) -> Read<[ToldState]> {
        let sql = """
            \(SignedTable.told.select) WHERE source_id = ?1 AND target = ?2 ORDER BY subject, model
            """
        return try read { () throws(ArchiveError) in
            try database.query(sql) { (statement) throws(ArchiveError) in
                try statement.bind(1, source.id)
                try statement.bind(2, target)
                var states: [ToldState] = []
                while try statement.step() {
                    guard SignedTable.told.isSound(statement),
                        let subject = NoticeSubject(kind: statement.text(3), model: statement.optionalName(4)),
                        let state = NotificationState(rawValue: statement.text(5))
                    else {
                        report(damagedPart("what a target was told is unreadable"))
                        continue
                    }
                    states.append(ToldState(subject, state, since: statement.integer(6)))
                }
                return states
            }
        }
    }

    /// Remembers what a target was told, in one transaction.
    package func remember(_ states: [ToldState], of source: Source, to target: String) throws(ArchiveError) {
        try transaction { () throws(ArchiveError) in
            for told in states {
                try forget(told.subject, of: source, to: target)
                if told.state != .good { try insert(told, of: source, to: target) }
            }
        }
    }

    /// Gives these targets what was told when it was not yet written down whom.
    package func handOverToldStates(of source: Source, to targets: [String]) throws(ArchiveError) {
        guard try !notifiedStates(of: source, to: Self.anyTarget).value.isEmpty else { return }
        try transaction { () throws(ArchiveError) in
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
        let sql = "DELETE FROM told WHERE source_id = ?1 AND target = ?2 AND subject = ?3 AND model IS ?4"
        try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, source.id)
            try statement.bind(2, target)
            try statement.bind(3, subject.kind)
            try statement.bind(4, subject.model)
            _ = try statement.step()
        }
    }

    private func insert(_ told: ToldState, of source: Source, to target: String) throws(ArchiveError) {
        let sql = "INSERT INTO told(source_id, target, subject, model, state, since) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
        try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, source.id)
            try statement.bind(2, target)
            try statement.bind(3, told.subject.kind)
            try statement.bind(4, told.subject.model)
            try statement.bind(5, told.state.rawValue)
            try statement.bind(6, told.since)
            _ = try statement.step()
        }
        try SignedTable.told.signLast(database)
    }

    /// How many runs of a source have failed since the last one that succeeded.
    package func failuresInARow(of source: Source) throws(ArchiveError) -> Int {
        let sql = """
            SELECT COUNT(*) FROM run WHERE source_id = ?1 AND id > (
                SELECT COALESCE(MAX(id), 0) FROM run WHERE source_id = ?1 AND outcome = 'success')
            """
        return try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, source.id)
            return try statement.step() ? statement.integer(0) : 0
        }
    }
}
