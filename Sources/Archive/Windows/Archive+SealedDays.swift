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
            let (hours, windows) = try chunk.hoursAndWindows()
            if let windows {
                for (slot, state) in windows.states.enumerated() where state != nil { coverage.insert(slot) }
            } else {
                coverage.hasWindows = false
                for (hour, state) in hours.states.enumerated() where state != nil {
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
        let covered = try add(bySeries, to: day, coverage, of: source)
        try write(covered.with(added.map { day.slot(of: $0.window) }), of: day, source)
    }

    /// Reads all chunks first and stores them together.
    ///
    /// - Returns: the coverage with their series.
    private func add(
        _ bySeries: [SeriesKey: [(slot: Int, value: ModelWindow)]], to day: UTCDay, _ coverage: Coverage,
        of source: Source
    ) throws(ArchiveError) -> Coverage {
        var covered = coverage
        let changes = bySeries.sorted { $0.key < $1.key }
        var ids: [Int] = []
        for change in changes { ids.append(try seriesID(change.key, of: source)) }
        let stored = try chunkBodies(of: day, ids, source)
        var rows: [(series: Int, body: [UInt8])] = []
        for (id, (key, values)) in zip(ids, changes) {
            let change = try change(of: stored[id], key, day, hasWindows: coverage.hasWindows, source) { slots in
                Self.add(values, to: &slots, hasWindows: coverage.hasWindows)
            }
            if case .store(let body) = change { rows.append((id, body)) }
            covered.insert(series: id)
        }
        try put(rows, of: day, source)
        return covered
    }

    private static func add(
        _ values: [(slot: Int, value: ModelWindow)], to slots: inout [ModelWindow?], hasWindows: Bool
    ) {
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

    /// What becomes of a chunk.
    private enum ChunkChange {
        /// Also where it is damaged: what is left of it may be of use to someone; overwritten, it is of none.
        case keep
        case store([UInt8])
        case delete
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
        let stored = try chunkBodies(of: day, [series], source)[series]
        switch try change(of: stored, key, day, hasWindows: hasWindows, source, body) {
        case .keep: return stored != nil
        case .store(let bytes): try put([(series, bytes)], of: day, source)
        case .delete:
            if stored != nil { try store.deleteChunks(of: source.id, series: series, in: day...day) }
            return false
        }
        return true
    }

    private func change(
        of stored: [UInt8]?, _ key: SeriesKey, _ day: UTCDay, hasWindows: Bool, _ source: Source,
        _ body: (inout [ModelWindow?]) -> Void
    ) throws(ArchiveError) -> ChunkChange {
        guard DayKey.chunk(day, series: try seriesID(key, of: source)) != nil else {
            throw .unsealable(path: path, model: key.model, day: day.index, reason: "too many models")
        }
        var slots: [ModelWindow?]
        do throws(BodyError) {
            slots = try self.slots(stored, hasWindows: hasWindows, key)
        } catch {
            report(damage(error, day, series: key, of: source))
            return .keep
        }
        body(&slots)
        guard slots.contains(where: { $0 != nil }) else { return .delete }
        guard let bytes = try encode(slots, hasWindows: hasWindows) else {
            throw .unsealable(path: path, model: key.model, day: day.index, reason: "too many requests")
        }
        return bytes == stored ? .keep : .store(bytes)
    }

    /// What is stored of some series' day, with the checksums of the bytes alone.
    private func chunkBodies(of day: UTCDay, _ series: [Int], _ source: Source) throws(ArchiveError) -> [Int: [UInt8]] {
        var bodies: [Int: [UInt8]] = [:]
        try store.chunks(of: source.id, day, series: NumberSet(series).stretches) { place, bytes in
            bodies[DayKey.series(ofChunk: place.key)] = place.marked([UInt8](bytes))
        }
        return bodies
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
                let (hours, windows) = try chunk.hoursAndWindows()
                guard let day = hasWindows ? windows : hours else { throw .malformed }
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
    fileprivate func with(_ slots: [Int]) -> Coverage {
        var coverage = self
        for slot in slots { coverage.insert(slot) }
        return coverage
    }

    /// Of bytes with the checksum of these alone; nil where they are damaged.
    fileprivate init?(body: [UInt8]) {
        guard let coverage = try? body.withUnsafeBytes({ try Coverage($0) }) else { return nil }
        self = coverage
    }
}
