import Latency

/// Writing sealed days, always inside a transaction.
extension Archive {
    /// The coverage of a day if it is sealed. One that is damaged or gone is made anew from what the day's chunks have.
    func coverage(of day: UTCDay, of source: Source) throws(ArchiveError) -> Coverage? {
        let isSealed = try inventory(of: source.id)?.days.contains(day.index) ?? false
        let stored = try coverageBody(of: day, of: source)
        guard stored != nil || isSealed else { return nil }
        if let coverage = stored.flatMap({ Coverage(body: $0) }) { return coverage }
        return try coverageOfChunks(day, of: source)
    }

    /// Nil also where it is damaged.
    func readableCoverage(of day: UTCDay, of source: Source) throws(ArchiveError) -> Coverage? {
        try coverageBody(of: day, of: source).flatMap { Coverage(body: $0) }
    }

    /// What is stored of it, with the checksum of the bytes alone.
    func coverageBody(of day: UTCDay, of source: Source) throws(ArchiveError) -> [UInt8]? {
        var body: [UInt8]?
        try store.coverages(of: source.id, in: day...day, newestFirst: false) { place, bytes in
            body = place.marked([UInt8](bytes))
            return false
        }
        return body
    }

    private func coverageOfChunks(_ day: UTCDay, of source: Source) throws(ArchiveError) -> Coverage {
        var coverage = Coverage()
        let reader = SealedDayReader(archive: self, source: source)
        try reader.forEachChunk(of: day) { (series, bytes, mark) throws(BodyError) in
            coverage.insert(series: series)
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

    /// Adds windows to a sealed day, or seals it with them. Of a window that is already there the better is kept, series
    /// by series, as `commit` does it of hot windows. Of a day whose windows are no longer kept there is nothing to
    /// compare with: only windows that were never collected are added, to their hours.
    func add(
        _ windows: [CollectedWindow], to day: UTCDay, _ coverage: Coverage, of source: Source
    ) throws(ArchiveError) {
        let added = windows.filter { coverage.hasWindows || !coverage.contains(day.slot(of: $0.window)) }
        var bySeries: [SeriesKey: [(slot: Int, value: ModelWindow)]] = [:]
        for window in added {
            for value in window.models {
                bySeries[value.series, default: []].append((day.slot(of: window.window), value))
            }
        }
        var covered = coverage
        for (key, values) in bySeries.sorted(by: { $0.key < $1.key }) {
            try add(values, of: key, to: day, hasWindows: coverage.hasWindows, of: source)
            covered.insert(series: try seriesID(key, of: source))
        }
        for window in added { covered.insert(day.slot(of: window.window)) }
        try write(covered, of: day, source)
    }

    private func add(
        _ values: [(slot: Int, value: ModelWindow)], of key: SeriesKey, to day: UTCDay, hasWindows: Bool,
        of source: Source
    ) throws(ArchiveError) {
        try change(key, of: day, hasWindows: hasWindows, of: source) { slots in
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

    /// Lets `body` change the 288 windows, or the 24 hours, of a series' sealed day. Of a chunk that is damaged nothing is
    /// changed.
    ///
    /// - Returns: whether the series has a chunk of that day now.
    @discardableResult
    func change(
        _ key: SeriesKey, of day: UTCDay, hasWindows: Bool, of source: Source, _ body: (inout [ModelWindow?]) -> Void
    ) throws(ArchiveError) -> Bool {
        let series = try seriesID(key, of: source)
        guard DayKey.chunk(day, series: series) != nil else {
            throw .unsealable(path: path, model: key.model, day: day.index, reason: "too many models")
        }
        let stored = try chunkBody(of: day, series, source)
        var slots: [ModelWindow?]
        do throws(BodyError) {
            slots = try self.slots(stored, hasWindows: hasWindows, key)
        } catch {
            // What is left of it may be of use to someone; overwritten, it is of none.
            report(damage(error, day, series: key, of: source))
            return true
        }
        body(&slots)
        guard slots.contains(where: { $0 != nil }) else {
            if stored != nil { try store.deleteChunks(of: source.id, series: series, in: day...day) }
            return false
        }
        guard let bytes = try encode(slots, hasWindows: hasWindows) else {
            throw .unsealable(path: path, model: key.model, day: day.index, reason: "too many requests")
        }
        if bytes != stored { try put([(series, bytes)], of: day, source) }
        return true
    }

    /// What is stored of a series' day, with the checksum of the bytes alone; nil where nothing is.
    func chunkBody(of day: UTCDay, _ series: Int, _ source: Source) throws(ArchiveError) -> [UInt8]? {
        var body: [UInt8]?
        try store.chunks(of: source.id, day, series: [series..<series + 1]) { place, bytes in
            body = place.marked([UInt8](bytes))
        }
        return body
    }

    /// Stores chunks, which have the checksum of their bytes alone. Series without a key are left out.
    func put(_ rows: [(series: Int, body: [UInt8])], of day: UTCDay, _ source: Source) throws(ArchiveError) {
        let marked = rows.compactMap { row in
            DayKey.chunk(day, series: row.series).map {
                (series: row.series, body: Place(table: .chunk, key: $0).marked(row.body))
            }
        }
        try store.putChunks(marked, of: day, source.id)
    }

    /// The windows of a stored chunk, or its hours; all nil where there is none.
    private func slots(
        _ bytes: [UInt8]?, hasWindows: Bool, _ key: SeriesKey
    ) throws(BodyError) -> [ModelWindow?] {
        let count = hasWindows ? UTCDay.windows : UTCDay.hours
        guard let bytes else { return [ModelWindow?](repeating: nil, count: count) }
        let layouts = catalogue.layouts
        // The standard library lets no typed error through.
        let read = bytes.withUnsafeBytes { bytes in
            Result { () throws(BodyError) in
                let chunk = try Chunk(bytes, layouts: layouts)
                guard let day = hasWindows ? try chunk.windows() : chunk.hours else { throw .malformed }
                return (0..<count).map { day.merged($0..<$0 + 1, series: key) }
            }
        }
        return try read.get()
    }

    private func encode(_ slots: [ModelWindow?], hasWindows: Bool) throws(ArchiveError) -> [UInt8]? {
        let day = ModelDay(slots: slots)
        let id: (BucketLayout) throws(ArchiveError) -> Int = { (layout) throws(ArchiveError) in
            try self.catalogue.layoutID(layout, in: self.store)
        }
        return try hasWindows ? Chunk.encode(windows: day, layout: id) : Chunk.encode(hours: day, layout: id)
    }

    func write(_ coverage: Coverage, of day: UTCDay, _ source: Source) throws(ArchiveError) {
        guard let key = DayKey.coverage(day, source: source.id) else { throw .windowOutOfRange(windowEnd: day.end) }
        let bytes = coverage.encoded
        if try coverageBody(of: day, of: source) == bytes { return }
        try store.putCoverage(Place(table: .coverage, key: key).marked(bytes), of: day, source.id)
        try changeInventory(of: source.id) { $0.days.insert(day.index) }
    }
}

extension Coverage {
    /// Of bytes with the checksum of these alone; nil where they are damaged.
    fileprivate init?(body: [UInt8]) {
        guard let coverage = try? body.withUnsafeBytes({ try Coverage($0) }) else { return nil }
        self = coverage
    }
}
