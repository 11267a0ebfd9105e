extension Archive {
    /// What was last told of a source and is not good; all else is.
    package func toldStates(of source: Source) throws(ArchiveError) -> [ToldState] {
        let sql = "SELECT model, state, since FROM notice WHERE source_id = ?1 ORDER BY model"
        return try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, source.id)
            var states: [ToldState] = []
            while try statement.step() {
                guard let state = NoticeState(rawValue: statement.text(1)) else {
                    throw .damaged(path: database.path, reason: "a notice has an unknown state")
                }
                states.append(
                    ToldState(model: statement.optionalText(0), state: state, since: statement.integer(2)))
            }
            return states
        }
    }

    /// Remembers what was told, in one transaction.
    package func remember(_ states: [ToldState], of source: Source) throws(ArchiveError) {
        try transaction { () throws(ArchiveError) in
            for told in states {
                try forget(told.model, of: source)
                if told.state != .good { try insert(told, of: source) }
            }
        }
    }

    private func forget(_ model: String?, of source: Source) throws(ArchiveError) {
        try database.query("DELETE FROM notice WHERE source_id = ?1 AND model IS ?2") {
            (statement) throws(ArchiveError) in
            try statement.bind(1, source.id)
            try statement.bind(2, model)
            _ = try statement.step()
        }
    }

    private func insert(_ told: ToldState, of source: Source) throws(ArchiveError) {
        let sql = "INSERT INTO notice(source_id, model, state, since) VALUES(?1, ?2, ?3, ?4)"
        try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, source.id)
            try statement.bind(2, told.model)
            try statement.bind(3, told.state.rawValue)
            try statement.bind(4, told.since)
            _ = try statement.step()
        }
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
