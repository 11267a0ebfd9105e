/// Rows of whole pages that have come to lie elsewhere, which no checksum of a row can tell.
extension Archive {
    /// Of the tables whose rows nothing else counts, those whose keys are out of order or belong to no source: what is there
    /// may be looked for in vain. Both are small: hot rows are of a few days, a coverage has 50 bytes.
    func tablesOutOfOrder() throws(ArchiveError) -> [Place.Table] {
        let sources = Set(try sources().map(\.id))
        var found: [Place.Table] = []
        for table in [Place.Table.hot, .coverage] where try !isInOrder(table, sources) { found.append(table) }
        return found
    }

    private func isInOrder(_ table: Place.Table, _ sources: Set<Int>) throws(ArchiveError) -> Bool {
        try database.query("SELECT key FROM \(table.name)") { (statement) throws(ArchiveError) in
            var order = RowOrder(.min ... .max)
            while try statement.step() {
                let key = statement.integer(0)
                guard order.accepts(key), sources.contains(key >> DayKey.sourceShift) else { return false }
            }
            return true
        }
    }

    /// What is wrong with parts of the archive that many answers need.
    var brokenParts: [ArchiveError] {
        disordered.map(disorder)
            + catalogue.damagedSeries.sorted().map { damagedPart("the name of model \($0) is unreadable") }
            + catalogue.damagedLayouts.sorted().map { damagedPart("bucket layout \($0) is unreadable") }
    }

    func disorder(of table: Place.Table) -> ArchiveError {
        damagedPart("rows of \(table.name) are out of order, or of no source")
    }

    private func damagedPart(_ reason: String) -> ArchiveError { .damagedPart(path: database.path, reason: reason) }

    /// Notes why a body could not be read; `brokenParts` has told of those that refer to a damaged layout.
    func report(_ error: BodyError, of damage: ArchiveError) {
        if case .unknownLayout(let id) = error, catalogue.damagedLayouts.contains(id) { return }
        report(damage)
    }
}
