import Latency

/// Writing sealed days, always inside a transaction.
extension Archive {
    /// The coverage of a day if it is sealed. One that is damaged or gone is made anew from what the day's chunks have.
    func coverage(of day: UTCDay, of source: Source) throws(ArchiveError) -> Coverage? {
        guard let key = DayKey.coverage(day, source: source.id) else { return nil }
        let isSealed = try inventory(of: source.id)?.days.contains(day.index) ?? false
        let isThere = try body(at: Place(table: .coverage, key: key)) != nil
        guard isThere || isSealed else { return nil }
        if let coverage = try readableCoverage(of: day, of: source) { return coverage }
        return try coverageOfChunks(day, of: source)
    }

    /// Nil also where it is damaged.
    func readableCoverage(of day: UTCDay, of source: Source) throws(ArchiveError) -> Coverage? {
        guard let key = DayKey.coverage(day, source: source.id),
            let bytes = try body(at: Place(table: .coverage, key: key))
        else { return nil }
        return try? bytes.withUnsafeBytes { try Coverage($0) }
    }

    private func coverageOfChunks(_ day: UTCDay, of source: Source) throws(ArchiveError) -> Coverage {
        var coverage = Coverage()
        let reader = SealedDayReader(archive: self, source: source, models: nil)
        try reader.forEachChunk(of: day) { (model, bytes, mark) throws(BodyError) in
            if let series = catalogue.knownSeries(model, source: source.id) { coverage.insert(series: series) }
            let chunk = try Chunk(bytes, layouts: catalogue.layouts, mark: mark)
            if let windows = try chunk.windows() {
                for (slot, state) in windows.states.enumerated() where state != nil { coverage.insert(slot) }
            } else {
                coverage.hasWindows = false
                for (hour, state) in chunk.hours.states.enumerated() where state != nil {
                    for slot in UTCDay.slots(ofHour: hour) { coverage.insert(slot) }
                }
            }
        }
        return coverage
    }

    /// Adds windows to a sealed day, or seals it with them. Of a window that is already there the better is kept, model
    /// by model, as `commit` does it of hot windows. Of a day whose windows are no longer kept there is nothing to
    /// compare with: only windows that were never collected are added, to their hours.
    func add(
        _ windows: [CollectedWindow], to day: UTCDay, _ coverage: Coverage, of source: Source
    ) throws(ArchiveError) {
        let added = windows.filter { coverage.hasWindows || !coverage.contains(day.slot(of: $0.window)) }
        var byModel: [Name: [(slot: Int, value: ModelWindow)]] = [:]
        for window in added {
            for value in window.models {
                byModel[value.model, default: []].append((day.slot(of: window.window), value))
            }
        }
        var covered = coverage
        for (model, values) in byModel.sorted(by: { $0.key < $1.key }) {
            try add(values, of: model, to: day, hasWindows: coverage.hasWindows, of: source)
            covered.insert(series: try seriesID(model, of: source))
        }
        for window in added { covered.insert(day.slot(of: window.window)) }
        try write(covered, of: day, source)
    }

    private func add(
        _ values: [(slot: Int, value: ModelWindow)], of model: Name, to day: UTCDay, hasWindows: Bool,
        of source: Source
    ) throws(ArchiveError) {
        try change(model, of: day, hasWindows: hasWindows, of: source) { slots in
            for (slot, value) in values {
                let place = hasWindows ? slot : slot / UTCDay.windowsPerHour
                guard let earlier = slots[place] else {
                    slots[place] = value
                    continue
                }
                if hasWindows {
                    if value.replaces(earlier) { slots[place] = value }
                } else {
                    slots[place] = earlier.merged(with: value)
                }
            }
        }
    }

    /// Lets `body` change the 288 windows, or the 24 hours, of a model's sealed day. Of a chunk that is damaged nothing is
    /// changed.
    ///
    /// - Returns: whether the model has a chunk of that day now.
    @discardableResult
    func change(
        _ model: Name, of day: UTCDay, hasWindows: Bool, of source: Source, _ body: (inout [ModelWindow?]) -> Void
    ) throws(ArchiveError) -> Bool {
        let series = try seriesID(model, of: source)
        guard let key = DayKey.chunk(day, series: series) else {
            throw .unsealable(path: database.path, model: model, day: day.index, reason: "too many models")
        }
        let place = Place(table: .chunk, key: key)
        let stored = try self.body(at: place)
        var slots: [ModelWindow?]
        do throws(BodyError) {
            slots = try self.slots(stored, hasWindows: hasWindows, model: model)
        } catch {
            // What is left of it may be of use to someone; overwritten, it is of none.
            report(damage(error, day, model: model, of: source))
            return true
        }
        body(&slots)
        guard slots.contains(where: { $0 != nil }) else {
            if stored != nil { try delete(chunk: key) }
            return false
        }
        guard let bytes = try encode(slots, hasWindows: hasWindows) else {
            throw .unsealable(path: database.path, model: model, day: day.index, reason: "too many requests")
        }
        if bytes != stored { try write(bytes, at: place) }
        return true
    }

    func delete(chunk key: Int) throws(ArchiveError) {
        try database.query("DELETE FROM chunk WHERE key = ?1") { (statement) throws(ArchiveError) in
            try statement.bind(1, key)
            _ = try statement.step()
        }
    }

    /// The windows of a stored chunk, or its hours; all nil where there is none.
    private func slots(
        _ bytes: [UInt8]?, hasWindows: Bool, model: Name
    ) throws(BodyError) -> [ModelWindow?] {
        let count = hasWindows ? UTCDay.windows : UTCDay.hours
        guard let bytes else { return [ModelWindow?](repeating: nil, count: count) }
        let layouts = catalogue.layouts
        // The standard library lets no typed error through.
        let read = bytes.withUnsafeBytes { bytes in
            Result { () throws(BodyError) in
                let chunk = try Chunk(bytes, layouts: layouts)
                guard let day = hasWindows ? try chunk.windows() : chunk.hours else { throw .malformed }
                return (0..<count).map { day.merged($0..<$0 + 1, model: model) }
            }
        }
        return try read.get()
    }

    private func encode(_ slots: [ModelWindow?], hasWindows: Bool) throws(ArchiveError) -> [UInt8]? {
        let day = ModelDay(slots: slots)
        let id: (BucketLayout) throws(ArchiveError) -> Int = { (layout) throws(ArchiveError) in
            try self.catalogue.layoutID(layout, in: self.database)
        }
        return try hasWindows ? Chunk.encode(windows: day, layout: id) : Chunk.encode(hours: day, layout: id)
    }

    func write(_ coverage: Coverage, of day: UTCDay, _ source: Source) throws(ArchiveError) {
        guard let key = DayKey.coverage(day, source: source.id) else { throw .windowOutOfRange(windowEnd: day.end) }
        let bytes = coverage.encoded
        let place = Place(table: .coverage, key: key)
        if try body(at: place) != bytes { try write(bytes, at: place) }
    }
}
