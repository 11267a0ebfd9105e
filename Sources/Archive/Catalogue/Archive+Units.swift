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
        try write(of: [source]) { () throws(ArchiveError) in
            // It may have been stored by an attempt of which that was not known.
            if try isStored(change, of: source) { return }
            try catalogue.load([source.id], from: store)
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
            try store.unitChanges(of: source.id) { stored in
                ids.insert(stored.id)
                if let change = UnitChange(stored) {
                    changes.append(change)
                } else {
                    report(damagedPart("unit change \(stored.id) is unreadable"))
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

    /// Whether it is what was stored last, and the source has its unit.
    private func isStored(_ change: UnitChange, of source: Source) throws(ArchiveError) -> Bool {
        var last: StoredUnitChange?
        try store.unitChanges(of: source.id) { last = $0 }
        let unit = try store.source(source.description.id)?.unit
        return last.flatMap { UnitChange($0) } == change && unit == change.to.rawValue
    }

    private func reinterpretHotWindows(of source: Source, _ change: UnitChange) throws(ArchiveError) {
        let decoder = decoder(of: source)
        let all = Window(index: 0)...Window(index: Int.max / Window.seconds)
        for window in try hotWindows(of: source, in: all) {
            guard let stored = try hotBody(of: window, source) else { continue }
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
            try putHot(try encode(changed, of: source), of: window, source)
        }
    }

    private func reinterpretSealedDays(of source: Source, _ change: UnitChange) throws(ArchiveError) {
        let series = catalogue.series(of: source.id) ?? [:]
        var coverages: [UTCDay: Bool] = [:]
        for place in try store.chunkPlaces(of: source.id) {
            let day = DayKey.day(ofChunk: place.key)
            guard let key = series[DayKey.series(ofChunk: place.key)] else { continue }
            if coverages[day] == nil { coverages[day] = try coverage(of: day, of: source)?.hasWindows ?? true }
            try self.change(key, of: day, hasWindows: coverages[day] ?? true, of: source) { slots in
                for place in slots.indices { slots[place] = slots[place]?.reinterpreted(change) }
            }
        }
    }

    private func store(_ change: UnitChange, of source: Source) throws(ArchiveError) {
        let id = try store.nextNumber(in: .unitChange)
        try store.add(
            StoredUnitChange(
                id: id, source: source.id, time: change.time, user: change.user, oldUnit: change.from.rawValue,
                newUnit: change.to.rawValue))
        try changeInventory(of: source.id) { $0.unitChanges.insert(id) }
        try store.update(
            StoredSource(
                id: source.id, source.description.changed(unit: change.to),
                SourceTold(unitOrigin: .told, disagreement: nil)))
    }
}

extension UnitChange {
    /// nil where it is not as it was written.
    fileprivate init?(_ stored: StoredUnitChange) {
        guard stored.isSound, let from = LatencyUnit(rawValue: stored.oldUnit),
            let to = LatencyUnit(rawValue: stored.newUnit)
        else { return nil }
        self.init(time: stored.time, user: stored.user, from: from, to: to)
    }
}

extension ModelWindow {
    fileprivate func reinterpreted(_ change: UnitChange) -> ModelWindow {
        ModelWindow(
            series: series, quality: quality, histogram: histogram.reinterpreted(from: change.from, to: change.to))
    }
}
