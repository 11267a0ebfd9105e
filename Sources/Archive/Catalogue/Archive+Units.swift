import Latency

/// Putting a wrong unit right.
extension Archive {
    /// Reads all that is stored of a source in another unit from now on, as one transaction. Bounds are in the metric's own
    /// unit and stay; so do counts and qualities. Sums, which are in microseconds, are made anew: see
    /// `Histogram.reinterpreted`. What is damaged stays as it is, and is returned.
    ///
    /// No collection of the source may be at work: it would go on in the old unit.
    @discardableResult
    package func setUnit(of source: Source, _ change: UnitChange) throws(ArchiveError) -> Damages {
        try write { () throws(ArchiveError) in
            try catalogue.load(source: source.id, from: database)
            if change.from != change.to {
                try reinterpretHotWindows(of: source, change)
                try reinterpretSealedDays(of: source, change)
            }
            try store(change, of: source)
        }
    }

    /// Oldest first.
    package func unitChanges(of source: Source) throws(ArchiveError) -> Read<[UnitChange]> {
        try read { () throws(ArchiveError) in
            var (changes, ids): ([UnitChange], NumberSet) = ([], NumberSet())
            try database.query(SignedTable.unitChanges.select + " WHERE source_id = ?1 ORDER BY id") {
                (statement) throws(ArchiveError) in
                try statement.bind(1, source.id)
                while try statement.step() {
                    ids.insert(statement.integer(0))
                    if let change = unitChange(in: statement) { changes.append(change) }
                }
            }
            guard let inventory = try inventory(of: source.id) else {
                report(withoutInventory(source))
                return changes
            }
            if inventory.unitChanges != ids { report(damagedPart("unit changes of source \(source.id) are gone")) }
            return changes
        }
    }

    private func unitChange(in row: Statement) -> UnitChange? {
        guard SignedTable.unitChanges.isSound(row), let from = LatencyUnit(rawValue: row.text(4)),
            let to = LatencyUnit(rawValue: row.text(5))
        else {
            report(damagedPart("unit change \(row.integer(0)) is unreadable"))
            return nil
        }
        return UnitChange(time: row.integer(2), user: row.text(3), from: from, to: to)
    }

    private func reinterpretHotWindows(of source: Source, _ change: UnitChange) throws(ArchiveError) {
        let decoder = decoder(of: source, models: nil)
        let all = Window(index: 0)...Window(index: Int.max / Window.seconds)
        for window in try hotWindows(of: source, in: all) {
            guard let key = HotKey.key(source: source.id, window: window),
                let stored = try body(at: Place(table: .hot, key: key))
            else { continue }
            let models: [ModelWindow]
            do throws(BodyError) {
                // The standard library lets no typed error through.
                let read = stored.withUnsafeBytes { bytes in
                    Result { () throws(BodyError) in try decoder.decode(bytes) }
                }
                models = try read.get()
            } catch {
                report(damage(error.reason, window, of: source))
                continue
            }
            let changed = CollectedWindow(window: window, models: models.map { $0.reinterpreted(change) })
            try write(try encode(changed, of: source), at: Place(table: .hot, key: key))
        }
    }

    private func reinterpretSealedDays(of source: Source, _ change: UnitChange) throws(ArchiveError) {
        let models = catalogue.models(of: source.id) ?? [:]
        var coverages: [UTCDay: Bool] = [:]
        for key in try chunkKeys(of: source) {
            let day = DayKey.day(ofChunk: key)
            guard let model = models[DayKey.series(ofChunk: key)] else { continue }
            if coverages[day] == nil { coverages[day] = try coverage(of: day, of: source)?.hasWindows ?? true }
            try self.change(model, of: day, hasWindows: coverages[day] ?? true, of: source) { slots in
                for place in slots.indices { slots[place] = slots[place]?.reinterpreted(change) }
            }
        }
    }

    private func chunkKeys(of source: Source) throws(ArchiveError) -> [Int] {
        let sql = """
            SELECT key FROM chunk WHERE key & \(DayKey.seriesMask) IN (SELECT id FROM series WHERE source_id = ?1)
            ORDER BY key
            """
        return try database.query(sql) { (statement) throws(ArchiveError) in
            try statement.bind(1, source.id)
            var keys: [Int] = []
            while try statement.step() { keys.append(statement.integer(0)) }
            return keys
        }
    }

    private func store(_ change: UnitChange, of source: Source) throws(ArchiveError) {
        let record = "INSERT INTO unit_change(source_id, time, user, old_unit, new_unit) VALUES(?1, ?2, ?3, ?4, ?5)"
        try database.query(record) { (statement) throws(ArchiveError) in
            try statement.bind(1, source.id)
            try statement.bind(2, change.time)
            try statement.bind(3, change.user)
            try statement.bind(4, change.from.rawValue)
            try statement.bind(5, change.to.rawValue)
            _ = try statement.step()
        }
        let id = try SignedTable.unitChanges.signLast(database)
        try changeInventory(of: source.id) { $0.unitChanges.insert(id) }
        let old = source.description
        let changed = SourceDescription(
            name: old.name, metric: old.metric, url: old.url, selector: old.selector, modelLabel: old.modelLabel,
            unit: change.to)
        try update(source, changed)
        try note(SourceTold(unitOrigin: .told, disagreement: nil), of: source)
    }
}

extension ModelWindow {
    fileprivate func reinterpreted(_ change: UnitChange) -> ModelWindow {
        ModelWindow(
            model: model, quality: quality, histogram: histogram.reinterpreted(from: change.from, to: change.to))
    }
}
