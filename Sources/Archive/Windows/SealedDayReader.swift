import Latency

/// Reads sealed days of one source: whole hours from their totals, and windows only where an hour is cut.
struct SealedDayReader {
    private let archive: Archive
    private let source: Source
    /// The series that are asked for, in the order of their ids; their models by id.
    private let series: [Int]
    private let names: [Int: Name]
    private let wantsAll: Bool

    /// The archive's catalogue must be fresh.
    init(archive: Archive, source: Source, models: Set<Name>?) {
        self.archive = archive
        self.source = source
        names = (archive.catalogue.models(of: source.id) ?? [:]).filter { models?.contains($0.value) != false }
        series = names.keys.sorted()
        wantsAll = models == nil
    }

    /// What a day has inside a range, oldest first.
    func stretches(
        of day: UTCDay, _ coverage: Coverage, in range: ClosedRange<Window>, stepEnd: ((Window) -> Window)?
    ) throws(ArchiveError) -> [StepAggregate] {
        let first = max(0, range.lowerBound <= day.windows.lowerBound ? 0 : day.slot(of: range.lowerBound))
        let last = range.upperBound >= day.windows.upperBound ? UTCDay.windows - 1 : day.slot(of: range.upperBound)
        var plan = DayAggregator(
            day: day, coverage: coverage, slots: first...last, stepEnd: stepEnd)
        let layouts = archive.catalogue.layouts
        try forEachChunk(of: day, among: coverage) { (model, bytes, mark) throws(BodyError) in
            try plan.add(model, Chunk(bytes, layouts: layouts, mark: mark))
        }
        return plan.stretches
    }

    /// The chunks of a day that are asked for and there, each with the mark of its place. What `body` throws is noted as
    /// damage of that chunk; so is a chunk that is not there although the coverage has it.
    func forEachChunk(
        of day: UTCDay, among coverage: Coverage? = nil,
        _ body: (_ model: Name, UnsafeRawBufferPointer, _ mark: UInt32) throws(BodyError) -> Void
    ) throws(ArchiveError) {
        var found: Set<Int> = []
        let keys = DayKey.chunks(day)
        if wantsAll {
            try archive.database.query("SELECT key, body FROM chunk WHERE key BETWEEN ?1 AND ?2 ORDER BY key") {
                (statement) throws(ArchiveError) in
                try statement.bind(1, keys.lowerBound)
                try statement.bind(2, keys.upperBound)
                var order = RowOrder(keys)
                // Other sources' chunks lie between.
                while try statement.step() {
                    guard order.accepts(statement.integer(0)) else { continue }
                    found.insert(DayKey.series(ofChunk: statement.integer(0)))
                    read(statement, day, body)
                }
            }
        } else {
            for series in series where coverage?.hasChunk(of: series) != false {
                guard let key = DayKey.chunk(day, series: series) else { continue }
                try archive.database.query("SELECT key, body FROM chunk WHERE key = ?1") {
                    (statement) throws(ArchiveError) in
                    try statement.bind(1, key)
                    guard try statement.step() else { return }
                    found.insert(series)
                    read(statement, day, body)
                }
            }
        }
        if let coverage { reportMissing(from: found, coverage, day) }
    }

    private func reportMissing(from found: Set<Int>, _ coverage: Coverage, _ day: UTCDay) {
        for series in series where coverage.hasChunk(of: series) && !found.contains(series) {
            archive.report(archive.damage("its counts are gone", day, model: names[series], of: source))
        }
        let known = NumberSet((archive.catalogue.models(of: source.id) ?? [:]).keys)
        let unreadable = NumberSet(archive.catalogue.damagedSeries)
        let nameless = coverage.ids.subtracting(known).subtracting(unreadable).stretches
        guard let first = nameless.first else { return }
        let count = nameless.reduce(0) { $0 + $1.count }
        let reason =
            count == 1 ? "the name of model \(first.lowerBound) is gone" : "the names of \(count) models are gone"
        archive.report(archive.damage(reason, day, model: nil, of: source))
    }

    private func read(
        _ row: Statement, _ day: UTCDay,
        _ body: (Name, UnsafeRawBufferPointer, UInt32) throws(BodyError) -> Void
    ) {
        let key = row.integer(0)
        guard let model = names[DayKey.series(ofChunk: key)] else { return }
        do {
            try row.withBlob(1) { (bytes) throws(BodyError) in
                try body(model, bytes, Place(table: .chunk, key: key).mark)
            }
        } catch {
            archive.report(error, of: archive.damage(error, day, model: model, of: source))
        }
    }
}
