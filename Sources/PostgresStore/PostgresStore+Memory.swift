import Archive

/// Round trips are what questions take their time with, where the server is far away.
extension PostgresStore: RememberingStore {
    package var remembering: (any RememberingStore)? { self }

    /// Has the memory know something, asking for all that goes with it where it doesn't. Outside transactions it is of a read
    /// of its own.
    ///
    /// In a transaction only what its first answer has shown to be true still; in a read that may remember all, until that
    /// shows that something isn't: then the read is done again.
    func recall(_ kept: Kept) throws(ArchiveError) {
        guard current != nil else { return try read(within: nil) { () throws(ArchiveError) in try recall(kept) } }
        if let failure = current?.failure { throw failure }
        if memory[kept] != nil {
            if current?.hasBegun == true || isRecalling() { return }
            _ = try send([])
            if memory[kept] != nil { return }
        }
        let wanted = companions(of: kept).filter { memory[$0] == nil }
        let answers = try send(wanted.map(statement))
        for (one, rows) in zip(wanted, answers.suffix(wanted.count)) { memory.keep(rows, of: one) }
    }

    /// Has the memory know the sources, which nearly everybody asks for first; and along with them what questions need of the
    /// first one, which mostly is the only one, where there are not so many names that who asks for something else would wait
    /// for them.
    func recallFirst() throws(ArchiveError) {
        do throws(ArchiveError) {
            try read(within: nil) { () throws(ArchiveError) in try guess() }
        } catch {
            guard case .failed = error, !isChecked else { throw error }
            // Tables of another version may lack what was asked for, and say which they are.
            try recall(.sources)
            throw error
        }
    }

    private func guess() throws(ArchiveError) {
        let known: [Kept] = [.sources, .layouts]
        let guesses = Kept.all(of: 0, isWriter: false).map {
            Statement(statement($0).sql.replacing("$1", with: Self.firstSource))
        }
        let first = Statement("SELECT \(Self.firstSource)")
        var answers = try send(known.map(statement) + [first] + guesses).suffix(known.count + 1 + guesses.count)
        for one in known { memory.keep(answers.removeFirst(), of: one) }
        guard let source = answers.removeFirst().first(0) else { return }
        for (one, rows) in zip(Kept.all(of: source, isWriter: false), answers) { memory.keep(rows, of: one) }
    }

    /// NULL where there is none, and where there are many names.
    private static let firstSource = """
        (SELECT min(id) FROM metricsctl.source WHERE COALESCE((SELECT max(id) FROM metricsctl.series), 0) < 2000)
        """

    func recalled(_ kept: Kept) throws(ArchiveError) -> Rows {
        try recall(kept)
        guard let rows = memory[kept] else { throw .failed(path: path, reason: "no answer") }
        return rows
    }

    /// Whether what is kept may be taken for true without asking.
    func isRecalling() -> Bool {
        guard remembers, current?.hasBegun == false, current?.kind == .reading, memory.stamp != nil else {
            return false
        }
        current?.hasRecalled = true
        return true
    }

    /// Whoever asks for something of a source needs the rest sooner or later; and of a source's measures they are collected
    /// together.
    private func companions(of kept: Kept) -> [Kept] {
        guard let source = kept.source else { return [kept] }
        let isWriter = purpose == .writing
        return Array(Set(together(source).flatMap { Kept.all(of: $0, isWriter: isWriter) } + [kept, .layouts]))
    }

    private func together(_ source: Int) -> [Int] {
        if case .writing(let sources?) = current?.kind { return sources.contains(source) ? sources : [source] }
        guard remembers, purpose == .writing, let rows = memory[.sources] else { return [source] }
        let all = (0..<rows.count).map { (id: rows.integer($0, 0), name: rows.text($0, 1)) }
        guard let name = all.first(where: { $0.id == source })?.name else { return [source] }
        return all.filter { $0.name == name }.map(\.id)
    }

    private func statement(_ kept: Kept) -> Statement {
        // Coverages are short, and a month of them is what both often need.
        let (newestWindows, newestDays) = (purpose == .writing ? 4 : 1, 32)
        let source = Parameter.integer(kept.source)
        return switch kept {
        case .sources: Statement("SELECT \(Self.sourceColumns) FROM metricsctl.source")
        case .layouts: Statement("SELECT id, bounds, checksum FROM metricsctl.layout")
        case .series:
            Statement("SELECT id, source, model, labels, checksum FROM metricsctl.series WHERE source = $1", source)
        case .windows: Statement("SELECT win FROM metricsctl.hot WHERE source = $1 ORDER BY win", source)
        case .days: Statement("SELECT day FROM metricsctl.coverage WHERE source = $1 ORDER BY day", source)
        case .newest:
            // Who asks may need a part of a long one.
            Statement(
                """
                SELECT win, \(purpose == .writing ? "body" : "CASE WHEN parts IS NULL THEN body END"), octet_length(body)
                FROM metricsctl.hot WHERE source = $1 ORDER BY win DESC LIMIT \(newestWindows)
                """, source)
        case .coverages:
            Statement(
                """
                (SELECT day, body FROM metricsctl.coverage WHERE source = $1 ORDER BY day LIMIT 1) UNION ALL
                (SELECT day, body FROM metricsctl.coverage WHERE source = $1 ORDER BY day DESC LIMIT \(newestDays))
                """, source)
        case .inventory: Statement("SELECT body FROM metricsctl.inventory WHERE source = $1", source)
        case .refused: Statement("SELECT win FROM metricsctl.refused WHERE source = $1 ORDER BY win", source)
        case .stamps:
            Statement(
                "SELECT source, stamp FROM metricsctl.state WHERE source IN (\(Schema.allSources), $1)", source)
        }
    }
}
