import Latency

/// Rows of whole pages that have come to lie elsewhere, which no checksum of a row can tell.
extension Archive {
    /// What is wrong with the rows of a source that other rows don't count: some lie where none were stored, others are gone.
    struct Misplaced {
        var disordered: [Place.Table] = []
        /// Nothing says which rows there should be.
        var hasNoInventory = false
        var windows = NumberSet()
        var days = NumberSet()
        var series = NumberSet()
    }

    /// Both tables are small: hot rows are of a few days, a coverage has 50 bytes.
    func misplaced(of source: Source) throws(ArchiveError) -> Misplaced {
        var found = Misplaced()
        let sources = Set(try sources().map(\.id))
        let hot = try rows(of: .hot, sources, of: source)
        let coverage = try rows(of: .coverage, sources, of: source)
        let inventory = try inventory(of: source.id)
        found.hasNoInventory = inventory == nil
        if !hot.isInOrder || inventory.map({ hot.numbers.subtracting($0.windows).isEmpty }) == false {
            found.disordered.append(.hot)
        }
        if !coverage.isInOrder || inventory.map({ coverage.numbers.subtracting($0.days).isEmpty }) == false {
            found.disordered.append(.coverage)
        }
        guard let inventory else { return found }
        found.windows = inventory.windows.subtracting(hot.numbers)
        found.days = inventory.days.subtracting(coverage.numbers)
        let named = NumberSet((catalogue.series(of: source.id) ?? [:]).keys)
        found.series = inventory.series.subtracting(named).subtracting(NumberSet(catalogue.damagedSeries))
        return found
    }

    /// Whether the keys of a table are in order and of sources that there are, and those of a source without it.
    private func rows(
        of table: Place.Table, _ sources: Set<Int>, of source: Source
    ) throws(ArchiveError) -> (isInOrder: Bool, numbers: NumberSet) {
        var order = RowOrder(.min ... .max)
        var (isInOrder, numbers) = (true, NumberSet())
        try store.places(in: table, of: source.id) { place in
            isInOrder = isInOrder && order.accepts(place.key) && sources.contains(place.source)
            if place.source == source.id { numbers.insert(place.key & HotKey.last) }
        }
        return (isInOrder, numbers)
    }

    /// What is wrong with parts of the archive that many answers about a source need.
    func brokenParts(of source: Source) -> [ArchiveError] {
        var broken = catalogue.damagedSeries.sorted().map { damagedPart("the name of model \($0) is unreadable") }
        broken += catalogue.damagedLayouts.sorted().map { damagedPart("bucket layout \($0) is unreadable") }
        guard let missing = missing[source.id] else { return broken }
        broken += missing.disordered.map(disorder)
        if missing.hasNoInventory { broken.append(withoutInventory(source)) }
        for ids in missing.series.stretches {
            let names =
                ids.count == 1 ? "the name of model \(ids.lowerBound) is" : "the names of \(ids.count) models are"
            broken.append(damagedPart("\(names) gone"))
        }
        return broken
    }

    func disorder(of table: Place.Table) -> ArchiveError {
        damagedPart("rows of \(table.name) are out of order, or where none were stored")
    }

    func withoutInventory(_ source: Source) -> ArchiveError {
        damagedPart("nothing says which rows source \(source.id) should have")
    }

    func damagedPart(_ reason: String) -> ArchiveError { .damagedPart(path: path, reason: reason) }

    /// Notes why a body could not be read; `brokenParts` has told of those that refer to a damaged layout.
    func report(_ error: BodyError, of damage: ArchiveError) {
        if case .unknownLayout(let id) = error, catalogue.damagedLayouts.contains(id) { return }
        report(damage)
    }
}
