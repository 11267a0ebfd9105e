import Latency

/// Reads sealed days of one source: whole hours from their totals, and windows only where an hour is cut.
struct SealedDayReader {
    private let archive: Archive
    private let source: Source
    /// The series that are asked for, in the order of their ids; their models by id.
    private let series: [Int]
    private let names: [Int: String]
    private let wantsAll: Bool

    /// The archive's catalogue must be fresh.
    init(archive: Archive, source: Source, models: Set<String>?) {
        self.archive = archive
        self.source = source
        names = (archive.catalogue.models(of: source.id) ?? [:]).filter { models?.contains($0.value) != false }
        series = names.keys.sorted()
        wantsAll = models == nil
    }

    /// What a day has inside a range, oldest first.
    func stretches(
        of day: UTCDay, _ coverage: Coverage, in range: ClosedRange<Window>, lastOfStep: ((Window) -> Window)?
    ) throws(ArchiveError) -> [CollectedStretch] {
        let first = max(0, range.lowerBound <= day.windows.lowerBound ? 0 : day.slot(of: range.lowerBound))
        let last = range.upperBound >= day.windows.upperBound ? UTCDay.windows - 1 : day.slot(of: range.upperBound)
        var plan = StretchPlan(
            day: day, coverage: coverage, slots: first...last, lastOfStep: lastOfStep)
        try forEachChunk(of: day) { (model, bytes, layouts) throws(BodyError) in
            try plan.add(model, Chunk(bytes, layouts: layouts))
        }
        return plan.stretches
    }

    /// The chunks of a day that are asked for and there. What `body` throws is noted as damage of that chunk.
    func forEachChunk(
        of day: UTCDay,
        _ body: (String, UnsafeRawBufferPointer, [Int: BucketLayout]) throws(BodyError) -> Void
    ) throws(ArchiveError) {
        if wantsAll {
            let keys = DayKey.chunks(day)
            try archive.database.query("SELECT key, body FROM chunk WHERE key BETWEEN ?1 AND ?2 ORDER BY key") {
                (statement) throws(ArchiveError) in
                try statement.bind(1, keys.lowerBound)
                try statement.bind(2, keys.upperBound)
                // Other sources' chunks lie between.
                while try statement.step() { read(statement, day, body) }
            }
        } else {
            for series in series {
                guard let key = DayKey.chunk(day, series: series) else { continue }
                try archive.database.query("SELECT key, body FROM chunk WHERE key = ?1") {
                    (statement) throws(ArchiveError) in
                    try statement.bind(1, key)
                    if try statement.step() { read(statement, day, body) }
                }
            }
        }
    }

    private func read(
        _ row: Statement, _ day: UTCDay,
        _ body: (String, UnsafeRawBufferPointer, [Int: BucketLayout]) throws(BodyError) -> Void
    ) {
        guard let model = names[DayKey.series(ofChunk: row.integer(0))] else { return }
        do {
            try row.withBlob(1) { (bytes) throws(BodyError) in try body(model, bytes, archive.catalogue.layouts) }
        } catch {
            archive.report(archive.damage(error, day, model: model, of: source))
        }
    }
}
